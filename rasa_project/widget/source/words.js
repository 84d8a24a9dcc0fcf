/** Everything the widget itself says, in one place for translators; the subject stays out of it, the server brings that. */

export const WORDS = {
  language: "en",
  name: "Evening Note",
  intro: "A private coach for one sentence. Nothing you type is kept.",
  introNote:
    "“Leave quickly”, or Shift three times, clears this page. It cannot erase your browser’s history or stop someone " +
    "who watches this device. “Someone is here” shows a clock; press it twice to come back.",

  // leaving and hiding
  leave: "Leave quickly",
  oneMoreShift: "Press Shift once more to leave.",
  hide: "Someone is here",
  clock: "Clock",
  locked: "Hidden after a quiet while.",
  show: "Show",

  // the conversation
  conversation: "Conversation",
  you: "You: ",
  coach: "Coach: ",
  digits: "some digits",
  choices: "Suggested replies",
  label: "Your message",
  keys: "Enter sends, Shift and Enter starts a new line.",
  send: "Send",
  cleared: "Cleared. A new conversation.",
  anew: "The coach had to start anew and no longer knows what stands above.",

  // the line to say
  line: "This line",
  copy: "Copy",
  copied: "Copied",
  copyByHand: "Copying isn’t allowed here. The line is selected, ready to copy.",
  readAloud: "Read aloud",
  save: "Save",
  saveSays: "Save this line",
  // The coach's own names for these, as data/coaching/shapes.yml has them: they stand beside the line.
  shapes: ["Another", "Softer", "Shorter", "As a text"],

  // waiting and trouble
  working: "One moment…",
  slow: "This takes longer than usual. It is still on its way.",
  waiting: "Your next message goes once this one is answered.",
  offline: "You are offline. Your message goes by itself when the connection is back.",
  unreachable: "The coach can’t be reached just now. Nothing is lost: this is tried again by itself.",
  unavailable: "The coach can’t answer just now. Nothing is lost: this is tried again by itself.",
  tooFast: "That was a little fast. It goes by itself in a moment.",
  tooLong: "That’s more than can be read at once. A shorter version will do.",
  refused: "That couldn’t be taken in as it is. Other words may work.",
  now: "Try now",
  takeBack: "Take it back",

  // more
  more: "More",
  back: "Back",
  startAgain: "Clear and start again",
  theme: "Light",
  themes: { auto: "By the hour", night: "Night", day: "Day" },
  sound: "Sound",
  aloud: "Read lines aloud, softly",
  aloudHere: "A voice on this device reads; the words do not leave it. Whoever is near can hear them.",
  aloudAway: "This browser’s voices work over the internet: the line would go to the maker of the voice. Whoever is near can hear it.",
  aloudNone: "This browser cannot read aloud.",
  dictation: "Speak instead of typing",
  dictationHere: "Your voice is turned into words on this device and does not leave it.",
  dictationAway:
    "Your voice goes to the maker of this browser (Google, Apple or Microsoft, for instance), who turns it into words. " +
    "Only words that you send come here.",
  dictationNone: "This browser cannot take dictation.",
  dictate: "Speak",
  dictateStop: "Stop",
  dictating: "Listening…",
  dictationFailed: "The microphone could not be used. Typing always works.",

  // kept
  kept: "Kept",
  keptIntro: "You agreed to this, and can take it back at any time. Without a PIN, whoever opens this page on this device sees it.",
  keptLocked: "A PIN locks this. The coach asks for it in the conversation; after that it opens here, until it was left alone for a while.",
  unlock: "Give the PIN",
  unlockSays: "Show me my saved lines",
  keptTrouble: "This can’t be shown just now. Nothing is lost.",
  purposes: {
    journal: "A journal, as codes without words",
    saved: "Saved lines",
    notes: "Evening notes",
    adult: "That you are eighteen or over",
  },
  savedLines: "Saved lines",
  remove: "Delete",
  removeSays: "Delete that line",
  patterns: "Your patterns",
  picture: "When it was a yes and when a no, by day and part of the day. The table below says the same.",
  table: "The numbers behind it",
  yes: "Yes",
  no: "No",
  when: "When",
  // by the server's names, in the order in which the picture shows them
  days: { Mon: "Mon", Tue: "Tue", Wed: "Wed", Thu: "Thu", Fri: "Fri", Sat: "Sat", Sun: "Sun" },
  parts: { morning: "morning", afternoon: "afternoon", evening: "evening", night: "night" },
  notice: "A notice on this device",
  noticeNote: "It says “Your evening note is ready.” and nothing else. It travels through your browser’s maker, without content.",
  noticeNone: "This browser cannot show notices here.",
  noticeFailed: "The notice could not be switched.",
  download: "Save a copy",
  downloadNote: "A file on this device, for whoever can open it.",
  forget: "Forget everything",
  forgetAsk: "Everything kept is erased at once and cannot be brought back.",
  forgetYes: "Yes, forget everything",
  forgetNo: "Keep it",
  forgotten: "Done. There is nothing kept now.",
};
