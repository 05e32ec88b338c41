/** A number with commas between its thousands. `toLocaleString` would first load the tables of all locales: tens of ms. */
export function grouped(count: number): string {
  return String(count).replace(/(?<!\.\d*)\B(?=(?:\d{3})+(?!\d))/g, ',');
}
