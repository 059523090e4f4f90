const WIDEST = 480; // pixels of the preview

/** Draws the chosen photo below its field. On a canvas: the policy of the page refuses blob: images. */
export function previewPhoto(input) {
  const canvas = document.createElement("canvas");
  canvas.className = "ww-photo";
  canvas.hidden = true;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "Voorbeeld van uw foto");
  input.after(canvas);
  input.addEventListener("change", () => draw(input.files[0], canvas));
}

async function draw(file, canvas) {
  canvas.hidden = true;
  if (!file || !window.createImageBitmap) return;
  try {
    paint(await createImageBitmap(file), canvas);
  } catch {
    // Not a picture this browser can show. The server says so in words after sending.
  }
}

function paint(picture, canvas) {
  const scale = Math.min(1, WIDEST / picture.width);
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.hidden = false;
  picture.close();
}
