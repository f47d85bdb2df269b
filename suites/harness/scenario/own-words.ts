import type { ReceiverTarget } from '../receiver/session-options.ts';

/** The Receiver with its own words for what it does put into those that scenarios know, as its tester maps them. */
export function inOurWords(
  target: ReceiverTarget,
  words: Readonly<Record<string, string>> = {},
): ReceiverTarget {
  const { effects: ask } = target;
  if (ask === undefined) return target;
  return {
    ...target,
    effects: async () => {
      const told = await ask();
      const effects = told.effects.map((effect) => ({
        ...effect,
        action: Object.hasOwn(words, effect.action) ? (words[effect.action] ?? effect.action) : effect.action,
      }));
      return { ...told, effects };
    },
  };
}
