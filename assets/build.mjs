// Makes the front-end bundle: `node assets/build.mjs`, after `npm ci`. Takes a few seconds, needs no network.
// Out: site, map and desk as css and js, htmx.js, the Latin part of Figtree and the licences of all that is inside.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { browserslistToTargets, transform } from "lightningcss";

const assets = dirname(fileURLToPath(import.meta.url));
const root = dirname(assets);
const modules = join(root, "node_modules");
const out = join(root, "src/wijkwerk/ground/kit/static/wijkwerk/dist");
const FONT = "figtree-latin-wght-normal.woff2";
const BROWSERS = browserslistToTargets(["chrome 100", "firefox 100", "safari 14"]);
const UTRECHT = ["root", "body", "page-layout", "page-header", "page-body", "page-footer",
  "form-field", "form-field-error-message", "textbox", "textarea", "select", "alert"];
const CANDIDATE = ["button", "heading", "mark", "skip-link"];

const text = (...parts) => readFileSync(join(...parts), "utf8");

/** The parts of NL Design System that our pages use, as one text. */
function designSystem() {
  const utrecht = UTRECHT.map((name) => text(modules, `@utrecht/${name}-css/dist/index.css`));
  // These packages close dist/ in their exports map, so the files are read by path.
  const candidate = CANDIDATE.map((name) => text(modules, `@nl-design-system-candidate/${name}-css/dist/${name}.css`));
  return [...utrecht, ...candidate].join("\n").replace(/\/\*# sourceMappingURL.*?\*\//g, "");
}

const used = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((found) => found[1]);

/** Of the 2,780 theme tokens only those that `css` reaches through var(), directly or by way of another token. */
function prunedTokens(css) {
  const theme = text(modules, "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css");
  const tokens = new Map([...theme.matchAll(/^\s*(--[\w-]+):\s*([^;]+);/gm)].map(([, name, value]) => [name, value]));
  const wanted = new Set();
  const queue = used(css);
  while (queue.length) {
    const name = queue.pop();
    if (wanted.has(name) || !tokens.has(name)) continue;
    wanted.add(name);
    queue.push(...used(tokens.get(name)));
  }
  const lines = [...wanted].sort().map((name) => `${name}:${tokens.get(name)};`);
  return `.voorbeeld-theme{${lines.join("\n")}}`;
}

function writeCss(name, css) {
  const { code } = transform({ filename: name, code: Buffer.from(css), minify: true, targets: BROWSERS });
  // A strict Content-Security-Policy refuses data: images; a part that brings one must not slip in.
  if (code.includes("url(data:") || code.includes('url("data:')) throw new Error(`${name} holds a data: URL`);
  writeFileSync(join(out, name), code);
}

function siteCss() {
  const font = `@font-face{font-family:"Figtree Variable";font-style:normal;font-display:swap;font-weight:300 900;src:url(${FONT}) format("woff2")}`;
  const parts = designSystem();
  const own = text(assets, "css/own.css");
  writeCss("site.css", [font, prunedTokens(parts + own), parts, own].join("\n"));
}

function mapCss() {
  // Our markers are drawn in SVG, so Leaflet's own pictures (and a rule for a browser of 2010) go.
  const leaflet = text(modules, "leaflet/dist/leaflet.css").replace(/^\s*[\w-]+:\s*url\([^)]*\);\s*$/gm, "");
  writeCss("map.css", `${leaflet}\n${text(assets, "css/map.css")}`);
}

// Only for who works here: no visitor carries it.
const deskCss = () => writeCss("desk.css", text(assets, "css/desk.css"));

function scripts() {
  return build({
    entryPoints: { site: join(assets, "js/site.js"), map: join(assets, "js/map.js"), desk: join(assets, "js/desk.js") },
    outdir: out, bundle: true, minify: true, format: "iife", target: ["chrome100", "firefox100", "safari14.1"],
    alias: { leaflet: join(modules, "leaflet/dist/leaflet-src.esm.js") }, legalComments: "none", logLevel: "warning",
  });
}

/** NOTICE.txt: the licence of every package that has a part in the bundle. */
function notices() {
  const packages = [...UTRECHT.map((name) => `@utrecht/${name}-css`),
    ...CANDIDATE.map((name) => `@nl-design-system-candidate/${name}-css`),
    "@nl-design-system-unstable/voorbeeld-design-tokens", "@fontsource-variable/figtree", "leaflet", "htmx.org"];
  const byLicence = new Map();
  for (const name of packages) {
    const { version } = JSON.parse(text(modules, name, "package.json"));
    const file = readdirSync(join(modules, name)).find((entry) => /^licen[cs]e/i.test(entry));
    const licence = text(modules, name, file);
    byLicence.set(licence, [...(byLicence.get(licence) ?? []), `${name} ${version}`]);
  }
  const blocks = [...byLicence].map(([licence, names]) => `${names.join("\n")}\n\n${licence.trim()}\n`);
  writeFileSync(join(out, "NOTICE.txt"), blocks.join(`\n${"-".repeat(78)}\n\n`));
}

function report() {
  for (const name of readdirSync(out).sort()) {
    const bytes = readFileSync(join(out, name));
    const sent = name.endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 9 }).length;
    console.log(`${name.padEnd(36)} ${(bytes.length / 1024).toFixed(1).padStart(7)} KB, sent as ${(sent / 1024).toFixed(1)} KB`);
  }
}

if (!existsSync(modules)) {
  console.error("The packages are missing: run `npm ci` first.");
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
siteCss();
mapCss();
deskCss();
await scripts();
cpSync(join(modules, "htmx.org/dist/htmx.min.js"), join(out, "htmx.js"));
cpSync(join(modules, "@fontsource-variable/figtree/files", FONT), join(out, FONT));
notices();
report();
