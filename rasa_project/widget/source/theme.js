/** Night or day: a dim warm night after sunset hours, by day what the system prefers. */

const SUNSET = 19;
const SUNRISE = 7;

/** The theme to show: the one that was chosen, else by the hour. */
export function themeNow(chosen) {
  if (chosen === "night" || chosen === "day") return chosen;
  const hour = new Date().getHours();
  const dark = hour >= SUNSET || hour < SUNRISE || matchMedia("(prefers-color-scheme: dark)").matches;
  return dark ? "night" : "day";
}
