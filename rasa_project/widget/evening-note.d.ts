/** Types for pages that embed the widget; docs/how-to/embed.md says what each attribute means. */

export interface EveningNoteAttributes {
  /** Origin of the coach; by default where the script comes from. */
  server?: string;
  theme?: "auto" | "night" | "day";
  /** https address that "Leave quickly" goes to. */
  exit?: string;
  /** Minutes without a touch after which it hides itself. */
  idle?: number | string;
  /** Level of its heading in the page. */
  level?: number | string;
  /** Whether the box takes the focus as it opens. */
  focused?: boolean;
}

declare global {
  interface HTMLElementTagNameMap {
    "evening-note": HTMLElement;
  }
}
