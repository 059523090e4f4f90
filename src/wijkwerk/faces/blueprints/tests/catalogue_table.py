"""Section 3b of the catalogue: what each setting is in each of the eleven, in the words of the screen, and where that stands."""

# Catalogue, section 3b, in the words of the screen; the place is the seed and its section.
CATALOGUE = {
    "apeldoorn": {
        "divisions.levels": ("stadsdeel (6)", "002, paragraaf 2.1, Indeling"),
        "words.area_manager": ("stadsdeelmanager", "002, paragraaf 3.1"),
        "bodies": (
            "stadsdeelplatform; dorps- of wijkraad; BOT-overleg; stuurgroep invoering",
            "002, paragraaf 5.1, Relatie met partners; "
            "002, paragraaf 3.1, Formatie en taken; 002, paragraaf 4.1, Politiek",
        ),
        "choices.reports": (
            "Meldingen horen niet bij de stadsdeelaanpak",
            "002, paragraaf 5.1, Klachten en wijkposten",
        ),
        "choices.platform_chair": ("De stadsdeelmanager", "002, paragraaf 3.1, Formatie en taken"),
        "choices.commissioning": (
            "De stadsdeelmanager is geen opdrachtgever",
            "002, paragraaf 4.1, Rol in het apparaat",
        ),
        "plans": (
            "Toekomstagenda (4 jaar) → Stadsdeelplan (2 jaar) → Actielijst (zonder termijn)",
            "002, paragraaf 5.1, Instrumenten",
        ),
        "choices.priorities": (
            "Vier tot vijf punten in de Toekomstagenda (4 tot 5)",
            "002, paragraaf 5.1, Instrumenten",
        ),
        "choices.budget_per_inhabitant": ("Ongeveer € 3 per bewoner", "002, paragraaf 5.1, Instrumenten"),
        "choices.money_decided_by": (
            "Het stadsdeelplatform heeft deels zeggenschap",
            "002, paragraaf 5.1, Instrumenten",
        ),
        "area_aldermen": ("Ja (stadsdeelwethouder)", "002, paragraaf 4.1, Politiek"),
        "choices.agreement_form": (
            "Geen convenant met de professionele partners",
            "002, paragraaf 5.1, Relatie met partners",
        ),
        "labels": (
            "Sommige stadsdelen hebben een label: dorpen; aandachtswijken; centrumgebied",
            "002, paragraaf 2.1, Namen",
        ),
        "choices.help_desks": ("Voorposten in enkele wijken", "002, paragraaf 5.1, Klachten en wijkposten"),
        "phase": ("ervaren", "002, paragraaf 1.5, Ontwikkelingsfase"),
    },
    "arnhem": {
        "divisions.levels": ("wijk (24)", "002, paragraaf 2.2, Indeling"),
        "words.area_manager": ("wijkmanager", "002, paragraaf 3.2"),
        "bodies": (
            "wijkplatform / wijkvereniging; functionarissenoverleg; "
            "centraal overleg met de wijken; panels en klankbordgroepen; "
            "breed overleg Wijkzaken",
            "002, paragraaf 5.2, Relatie met partners; 002, paragraaf 2.2, Resultaten; "
            "002, paragraaf 3.2, Formatie en taken",
        ),
        "choices.reports": (
            "Beperkte registratie van klachten in de wijkwinkel",
            "002, paragraaf 5.2, Klachten en wijkposten",
        ),
        "choices.commissioning": (
            "De wijkmanager heeft geen formele sturende positie",
            "002, paragraaf 4.2, Rol in het apparaat",
        ),
        "plans": (
            "Wijkperspectief (zonder termijn) → Sociaal wijkprogramma (zonder termijn) → Wijkwerkplan (1 jaar)",
            "002, paragraaf 5.2, Instrumenten",
        ),
        "choices.priorities": ("5 speerpunten per wijk per jaar", "002, paragraaf 5.2, Instrumenten"),
        "choices.budget_per_inhabitant": (
            "Gemiddeld ongeveer € 3 per bewoner",
            "002, paragraaf 5.2, Instrumenten",
        ),
        "area_aldermen": (
            "Ja (wijkwethouder)",
            "002, paragraaf 4.2, Politiek; 002, paragraaf 3.2, Formatie en taken",
        ),
        "choices.college_contact": ("Wijkbezoeken van het college", "002, paragraaf 3.2, Formatie en taken"),
        "choices.agreement_form": (
            "Spelregels tussen wijkplatforms en de afdeling Wijkzaken",
            "002, paragraaf 5.2",
        ),
        "labels": (
            "Elke wijk heeft een label: ontwikkeling; intensief beheer; beheer",
            "002, paragraaf 2.2, Indeling; 002, paragraaf 3.2 en 5.2",
        ),
        "choices.help_desks": (
            "5 wijkwinkels in de ontwikkelwijken",
            "002, paragraaf 5.2, Klachten en wijkposten",
        ),
        "choices.own_website": ("Een wijkwebsite per ontwikkelwijk", "002, paragraaf 5.2, Instrumenten"),
        "phase": ("ervaren", "002, paragraaf 1.5, Ontwikkelingsfase"),
    },
    "den-helder": {
        "divisions.levels": ("wijk", "003, Waar krijgen we voeling met wat speelt in de wijk?"),
        "words.area_manager": ("wijkmanager", "003, Waar willen we naartoe?"),
        "bodies": (
            "wijkplatform; wijk-coördinatieteam",
            "003, Waar krijgen we voeling met wat speelt in de wijk?",
        ),
        "choices.reports": ("Rechtstreeks bij team Wijkbeheer.", "003, Wat vergt dat?"),
        "choices.platform_chair": (
            "Een bewoner zit het wijkplatform voor.",
            "003, Waar krijgen we voeling met wat speelt in de wijk?",
        ),
        "choices.residents_in_team": ("Nooit.", "003, Waar krijgen we voeling met wat speelt in de wijk?"),
        "plans": (
            "Agenda van het wijkplatform (zonder termijn) → Uitvoeringsplan gebiedsgerichte aanpak (2 jaar)",
            "003, Gebiedsgerichte aanpak en wijkgericht werken",
        ),
        "choices.agreement_form": (
            "Prestatieafspraken met gesubsidieerde organisaties.",
            "003, Inleiding en Waar willen we naartoe?",
        ),
        "labels": ("Er zijn geen labels", "003, hele tekst"),
    },
    "doetinchem": {
        "divisions.levels": ("wijk of dorp (9)", "002, paragraaf 2.3"),
        "words.area_manager": ("wijkregisseur", "002, paragraaf 2.3 en 3.3"),
        "bodies": (
            "wijkteam; partneroverleg; Stuurgroep; overleg van de wijkregisseurs; "
            "overleg van afdelingshoofd en wethouder",
            "002, paragraaf 5.3; 002, paragraaf 4.3",
        ),
        "choices.reports": ("Meestal buiten de wijkteams om", "002, paragraaf 5.3, Klachten en wijkposten"),
        "choices.residents_in_team": ("Soms", "002, paragraaf 5.3, Relatie met partners"),
        "choices.commissioning": ("Alleen op papier", "002, paragraaf 4.3"),
        "plans": ("Wijkvisie (zonder termijn) → Wijkteamjaarplan (2 jaar)", "002, paragraaf 5.3"),
        "choices.priorities": (
            "2 tot 5 prioriteiten uit 20 tot 30 klussen",
            "002, paragraaf 5.3, Instrumenten",
        ),
        "choices.budget_per_inhabitant": ("Ruim € 4,50 per inwoner", "002, paragraaf 5.3, Instrumenten"),
        "choices.money_decided_by": ("De wijkteams", "002, paragraaf 5.3, Instrumenten"),
        "area_aldermen": ("Nee", "002, paragraaf 4.3"),
        "choices.agreement_form": (
            "Convenant van de partners in het wijkteam",
            "002, paragraaf 5.3, Relatie met partners",
        ),
        "labels": ("Er zijn geen labels", "002, paragraaf 2.3 en 5.3"),
        "choices.help_desks": (
            "6 meldpunten in buurthuizen en 2 wijkwinkels",
            "002, paragraaf 5.3, Klachten en wijkposten",
        ),
        "phase": (
            "aan het doorontwikkelen, stevig in het netwerk met maatschappelijke organisaties",
            "002, paragraaf 1.5",
        ),
    },
    "ede": {
        "divisions.levels": ("wijk (6)", "002, paragraaf 2.4, Indeling"),
        "words.area_manager": ("wijkbeheerder", "002, paragraaf 3.4"),
        "bodies": (
            "wijkteam; Platform Integraal Wijkbeheer; "
            "Integraal Leefbaarheids- en Veiligheidsoverleg (ILVO); wijkplatform; dorpsraad",
            "002, paragraaf 4.4 en 5.4; 002, paragraaf 4.4, Rol in het apparaat, voetnoot 2; "
            "002, paragraaf 2.4, Geschiedenis en namen; "
            "002, paragraaf 5.4, Relatie met partners",
        ),
        "choices.reports": (
            "Meldingen horen bij het wijkbeheer.",
            "002, paragraaf 5.4, Klachten en wijkposten",
        ),
        "choices.commissioning": ("Geen.", "002, paragraaf 4.4, Rol in het apparaat"),
        "plans": (
            "Wijkprogramma (zonder termijn) → Prioriteitenlijst (1 jaar)",
            "002, paragraaf 5.4, Instrumenten",
        ),
        "choices.budget_per_inhabitant": ("Net onder € 2.", "002, paragraaf 5.4, Instrumenten"),
        "choices.money_decided_by": ("De wijkbeheerder.", "002, paragraaf 5.4, Instrumenten"),
        "area_aldermen": ("Nee", "002, paragraaf 4.4, Politiek"),
        "choices.college_contact": (
            "Twee keer per jaar op bezoek in de dorpen.",
            "002, paragraaf 4.4, Politiek",
        ),
        "choices.agreement_form": (
            "Convenant dat nooit is ondertekend.",
            "002, paragraaf 3.4, Rollen en tijdsbesteding",
        ),
        "labels": ("Er zijn geen labels", "002, paragraaf 2.4"),
        "choices.help_desks": ("Eén wijkpost per wijk.", "002, paragraaf 5.4, Klachten en wijkposten"),
        "choices.own_website": (
            "Een pagina per wijk op de gemeentelijke website.",
            "002, paragraaf 2.4, Resultaten",
        ),
        "phase": (
            "aan het doorontwikkelen, stevig in jaarlijkse bewonersprojecten",
            "002, paragraaf 1.5, Ontwikkelingsfase",
        ),
    },
    "harderwijk": {
        "divisions.levels": ("buurt (40)", "002, paragraaf 2.5"),
        "words.area_manager": ("wijkcoördinator", "002, paragraaf 3.5"),
        "bodies": ("buurtteam; beleidsteam", "002, paragraaf 5.5; 002, paragraaf 3.5 en 5.5"),
        "choices.reports": (
            "Geen formele lijn tussen klachten en buurtbeheer",
            "002, paragraaf 5.5, Klachten en wijkposten",
        ),
        "choices.platform_chair": ("De wijkcoördinator, in de praktijk", "002, paragraaf 3.5"),
        "choices.residents_in_team": (
            "Altijd: in het buurtteam zitten bewoners en professionals",
            "002, paragraaf 5.5, Relatie met partners",
        ),
        "choices.commissioning": ("Geen opdrachten aan sectoren", "002, paragraaf 4.5, Rol in het apparaat"),
        "plans": ("Wijkjaarprogramma (1 jaar)", "002, paragraaf 5.5"),
        "choices.budget_per_inhabitant": (
            "Ongeveer € 3 per inwoner per jaar",
            "002, paragraaf 5.5, Instrumenten",
        ),
        "choices.money_decided_by": ("Het buurtteam, met consensus", "002, paragraaf 5.5, Instrumenten"),
        "area_aldermen": ("Nee", "002, paragraaf 4.5"),
        "labels": ("Er zijn geen labels", "002, paragraaf 2.5 en 5.5"),
        "choices.help_desks": (
            "Een meldpunt in elke buurt met buurtbeheer",
            "002, paragraaf 5.5, Klachten en wijkposten",
        ),
        "phase": ("in de kinderschoenen", "002, paragraaf 1.5"),
    },
    "nijmegen": {
        "divisions.levels": ("wijk (44)", "002, paragraaf 2.6, Indeling"),
        "words.area_manager": ("wijkmanager", "002, paragraaf 3.6"),
        "bodies": (
            "wijkteam; bewonersorganisatie (budgethoudend); hoofd van de afdeling en wethouder",
            "002, paragraaf 5.6, Relatie met bewoners; 002, paragraaf 4.6, Politiek",
        ),
        "choices.reports": (
            "Een eigen lijn, de bel- en herstellijn",
            "002, paragraaf 5.6, Klachten en wijkposten",
        ),
        "choices.commissioning": (
            "De wijkmanager is opdrachtgever van deelprojecten binnen de eigen opdracht",
            "002, paragraaf 3.6, Formatie en taken",
        ),
        "plans": (
            "Wijkvisie (15 jaar) → Wijkaanpakprogramma (zonder termijn) → Wijkjaarprogramma (1 jaar)",
            "002, paragraaf 5.6, Instrumenten",
        ),
        "choices.budget_per_inhabitant": ("€ 1,50 per bewoner per jaar", "002, paragraaf 5.6, Instrumenten"),
        "area_aldermen": ("Ja (wijkwethouder)", "002, paragraaf 4.6, Politiek"),
        "choices.college_contact": (
            "Wijkbezoeken van het college op de fiets",
            "002, paragraaf 4.6, Politiek",
        ),
        "choices.agreement_form": ("Een eenmalig convenant bij grote projecten", "002, paragraaf 5.6"),
        "labels": (
            "Sommige wijken hebben een label: aanpakwijken",
            "002, paragraaf 2.6, Indeling; 002, paragraaf 5.6, Relatie met bewoners",
        ),
        "choices.help_desks": ("5 wijkposten", "002, paragraaf 5.6, Klachten en wijkposten"),
        "phase": ("ervaren", "002, paragraaf 1.5, Ontwikkelingsfase"),
    },
    "oude-ijsselstreek": {
        "divisions.levels": ("gebied (6)", "001, Gebiedsindeling"),
        "words.area_manager": ("gebiedsmakelaar", "001, Manier van werken, Gebiedsmakelaar"),
        "bodies": (
            "gebiedsteam; projectgroep Wijkgericht werken",
            "001, Manier van werken, Gebiedsteam; 001, Hoe verder?",
        ),
        "choices.commissioning": (
            "De gebiedsmakelaar stuurt niet functioneel aan.",
            "001, Manier van werken, Gebiedsmakelaar",
        ),
        "plans": ("Maatschappelijke agenda (zonder termijn)", "001, Manier van werken, Gebiedsmakelaar"),
        "area_aldermen": ("Gewenst (gebiedswethouder)", "001, Manier van werken, Gebiedsteam"),
        "labels": ("Er zijn geen labels", "001, hele notitie"),
        "choices.own_website": ("Nee.", "001, Communicatie, Communicatiemiddelen"),
    },
    "stadskanaal": {
        "divisions.levels": ("wijk / dorp (13)", "000, hoofdstuk 5, planning 2012"),
        "words.area_manager": ("dorps- en wijkcoördinator", "000, paragraaf 3.3, punt 3"),
        "bodies": (
            "Wijk(raden), dorp(sbelangen) / college; Voorzittersoverleg; "
            "Gemeente met belangrijkste partners; Themabijeenkomsten lokaal akkoord; "
            "Voortgangsoverleg per projectenagenda",
            "000, hoofdstuk 5, acties",
        ),
        "choices.reports": (
            "Een eigen lijn, de servicelijn.",
            "000, paragraaf 3.3, punt 2, en hoofdstuk 5, acties",
        ),
        "plans": (
            "Wijkvisie (10 jaar) → Dorpsontwikkelingsplan (zonder termijn) → Programma (4 jaar) → Projectenagenda (1 jaar)",
            "000, hoofdstuk 3",
        ),
        "choices.college_contact": ("Voorzittersoverleg", "000, hoofdstuk 5, acties"),
        "choices.agreement_form": ("Convenant met de wijkraden", "000, hoofdstuk 5, acties"),
        "labels": ("Er zijn geen labels", "000, hele notitie"),
    },
    "tiel": {
        "divisions.levels": ("wijk (8)", "002, paragraaf 2.7, De stad en de wijken"),
        "words.area_manager": ("programmacoördinator", "002, paragraaf 3.7"),
        "bodies": (
            "Producententeam; werkgroepen; klankbordgroep TOM; jureringsvergadering; projectleidersoverleg",
            "002, paragraaf 5.7, Relatie met partners; 002, paragraaf 3.7 en 5.7; "
            "002, paragraaf 4.7, Rol in het apparaat",
        ),
        "choices.reports": (
            "Meldingen horen bij het wijkgericht werken",
            "002, paragraaf 5.7, Klachten en wijkposten",
        ),
        "choices.commissioning": (
            "De programmacoördinator is geen opdrachtgever van de sectoren",
            "002, paragraaf 4.7, Rol in het apparaat",
        ),
        "plans": (
            "Wijkontwikkelingsplan (zonder termijn) → Wijkprogramma (zonder termijn) → "
            "Wijkveiligheidsplan (zonder termijn) → Wijkbeheersplan (zonder termijn) → "
            "Plan van, voor en door bewoners (1 jaar)",
            "002, paragraaf 5.7, Instrumenten",
        ),
        "choices.budget_per_inhabitant": (
            "Ongeveer € 22 per wijkbewoner in de pilot",
            "002, paragraaf 1.5 en 5.7",
        ),
        "choices.money_decided_by": ("Bewoners stemmen en een jury beoordeelt", "002, paragraaf 2.7 en 5.7"),
        "area_aldermen": ("Ja (wijkwethouder)", "002, paragraaf 4.7, Politiek"),
        "choices.college_contact": (
            "Wijkwethouders lopen mee in de wijkschouw",
            "002, paragraaf 4.7, Politiek",
        ),
        "choices.agreement_form": ("Geen convenant", "002, paragraaf 5.7, Relatie met partners"),
        "labels": ("Er zijn geen labels", "002, paragraaf 2.7"),
        "choices.help_desks": ("Er zijn geen wijkposten", "002, paragraaf 5.7, Klachten en wijkposten"),
        "phase": ("in de kinderschoenen", "002, paragraaf 1.5, Ontwikkelingsfase"),
    },
    "zutphen": {
        "divisions.levels": ("wijk (6)", "002, paragraaf 2.8"),
        "words.area_manager": ("wijkambtenaar", "002, paragraaf 3.8 en 4.8"),
        "bodies": (
            "wijkteam; wijkkoppel; dorpsraad Warnsveld",
            "002, paragraaf 5.8; 002, paragraaf 4.8; 002, paragraaf 2.8",
        ),
        "choices.residents_in_team": (
            "Alleen bewoners: het wijkteam is van hen",
            "002, paragraaf 5.8, Relatie met partners",
        ),
        "choices.commissioning": (
            "Geen opdrachten aan afdelingen",
            "002, paragraaf 4.8, Rol in het apparaat",
        ),
        "plans": (
            "Wijkontwikkelingsplan (zonder termijn) → Wijkprogramma (zonder termijn) → Wijkplan (2 jaar)",
            "002, paragraaf 2.8, 4.8 en 5.8",
        ),
        "choices.budget_per_inhabitant": ("€ 4 per inwoner", "002, paragraaf 5.8, Instrumenten"),
        "area_aldermen": ("Ja (wijkwethouder)", "002, paragraaf 4.8 en 5.8"),
        "choices.agreement_form": (
            "Convenant tussen de wijkpartners",
            "002, paragraaf 5.8, Relatie met partners",
        ),
        "labels": ("Sommige wijken hebben een label: wijkontwikkelingswijk", "002, paragraaf 2.8"),
        "choices.help_desks": ("Geen wijkposten", "002, paragraaf 5.8, Klachten en wijkposten"),
        "phase": ("aan het doorontwikkelen, stevig in de jaarcyclus", "002, paragraaf 1.5"),
    },
}
