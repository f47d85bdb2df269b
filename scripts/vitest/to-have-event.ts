import { differences, type EventWish, readWish, setText, wishText } from './event-wish.ts';
import { readToken } from './judge-set.ts';
import type { MatcherContext, MatcherResult } from './matcher.ts';

export function toHaveEvent(
  this: MatcherContext,
  received: unknown,
  type: string,
  wish?: EventWish,
): MatcherResult {
  const wished = readWish('toHaveEvent', type, wish);
  const { claims } = readToken('toHaveEvent', received);
  const found = differences(claims, wished, this);
  return {
    pass: found.length === 0,
    message: () =>
      found.length === 0
        ? `The SET was not to have the event ${wishText(wished)}.`
        : [
            `The SET was to have the event ${wishText(wished)}.`,
            `Seen: ${setText(claims)}`,
            ...found.map((difference) => `  ${difference}`),
          ].join('\n'),
  };
}
