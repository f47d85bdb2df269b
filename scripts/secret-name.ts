// What is hidden of a command line that is shown (rerun.ts) and of what a target writes (target/secrets-of.ts): a word
// that only one of them knew would let the other show the secret.

/** What the name of a variable, or a word beside a value, announces as a secret. */
export const SECRET_NAME =
  /pass|pwd|secret|token|key|auth(?!or(?:s|ity)?(?:[_-]|$))|bearer|credential|cookie/i;

/** Characters. A shorter value is found in a text, or in a variable, by chance. */
export const SHORTEST_SECRET = 8;
