// Holds conversations over the interaction model: one JSON command a line in, one JSON answer a line out.
//   {"do": "new", "user": ID}    another person, in a session of their own
//   {"do": "open"}               "Alexa, open evening note"
//   {"do": "say", "text": TEXT}  resolved to an intent by virtual-alexa
//   {"do": "mumble"}             something that Alexa makes nothing of
//   {"do": "exit"}               the session ends without the skill being asked
// An answer holds the request that was sent, what came back, and whether the session is still open.
"use strict";

const readline = require("readline");
const path = require("path");
const root = path.join(process.argv[2], "node_modules");
const { VirtualAlexa } = require(path.join(root, "virtual-alexa"));
const { Utterance } = require(path.join(root, "virtual-core"));
const [, , , model, url, skill] = process.argv;

let alexa, sent;

function begin(user) {
  alexa = VirtualAlexa.Builder().interactionModelFile(model).skillURL(url).applicationID(skill).create();
  alexa.context().user().setID(user);
  alexa.filter((request) => { sent = request; });
}

// Not VirtualAlexa.utter, which takes every sentence with "ask", "open" or "tell" in it for the opening of a skill. The simulator knows the values of
// a slot type literally; Amazon hands on other words in such a slot, too, so what fits nothing is free speech.
function say(text) {
  const utterance = new Utterance(alexa.context().interactionModel(), text);
  if (!utterance.matched()) return alexa.request().intent("FreeSpeechIntent").slots({ speech: text }).send();
  return alexa.request().intent(utterance.intent()).slots(utterance.toJSON()).send();
}

const does = {
  new: async ({ user }) => begin(user),
  open: () => alexa.launch(),
  say: ({ text }) => say(text),
  mumble: () => alexa.request().intent("AMAZON.FallbackIntent").send(),
  exit: () => alexa.endSession(2),
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    sent = null;
    let answer;
    try {
      const came = await does[command.do](command);
      answer = { request: sent, response: came ? { response: came.response, sessionAttributes: came.sessionAttributes } : null };
    } catch (error) {
      answer = { request: sent, error: String(error && error.message ? error.message : error) };
    }
    answer.open = alexa.context().activeSession();
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
})();
