/* Lights up what hangs on the source, or belongs to the claim, that is pointed at or focused. */
const numbersOf = (element) => (element.dataset.c ?? element.dataset.n ?? "").split(" ").filter(Boolean);
const notes = [...document.querySelectorAll(".claim")];
const marks = [...document.querySelectorAll("mark")];
const bySource = new Map();
for (const note of notes) {
  for (const source of note.dataset.sources.split(" ")) {
    if (!bySource.has(source)) bySource.set(source, new Set());
    bySource.get(source).add(note.dataset.n);
  }
}

function light(numbers) {
  document.body.classList.toggle("lighting", numbers.size > 0);
  for (const note of notes) note.classList.toggle("lit", numbers.has(note.dataset.n));
  for (const mark of marks) mark.classList.toggle("lit", numbersOf(mark).some((number) => numbers.has(number)));
}

function meant(target) {
  const source = target.closest?.("[data-source]");
  if (source) return bySource.get(source.dataset.source) ?? new Set();
  const place = target.closest?.("mark, .ref, .claim");
  return new Set(place ? numbersOf(place) : []);
}

for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(begin, (event) => light(meant(event.target)));
  document.addEventListener(end, () => light(new Set()));
}
document.documentElement.classList.add("scripted");
