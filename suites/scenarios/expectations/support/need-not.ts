import type { Accepted, Doings } from './effects.ts';

/** Whether a Receiver of somebody's own is right if nothing shows that it did anything because of a SET. */
export function needNotAct({ event, acceptedAtMs }: Accepted, { effects }: Doings): boolean {
  const { needNot } = event;
  if (needNot === undefined) return false;
  const did = (action: string): boolean =>
    effects.some(
      ({ seen, match }) =>
        seen.effect.action === action &&
        match?.event.about === event.about &&
        (match.set.attempts[0]?.atMs ?? 0) < acceptedAtMs,
    );
  if (needNot.unlessDone !== undefined) return !did(needNot.unlessDone);
  return needNot.ifDone === undefined || needNot.ifDone.some(did);
}
