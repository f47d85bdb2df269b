import { setImmediate } from 'node:timers/promises';

/** What of a probe says something about the target. */
const JUDGING: ReadonlySet<string> = new Set([
  'expect',
  'violates',
  'warns',
  'notes',
  'expectStatus',
  'expectJsonType',
  'notApplicable',
  'notTested',
]);

/** How long a check may do nothing that we know of, ms. What it asks of its probe has limits of its own. */
const IDLE_MS = 60_000;

/**
 * Runs a check of the tester's own, and sees to it that it does not pass by mistake: that it says something, that nothing
 * which it asked for is still on its way when it ends, and that it does not wait for ever for what never comes. Rejects when
 * it does not do so.
 */
export async function oversee<P extends object>(
  id: string,
  probe: P,
  run: (probe: P) => Promise<unknown>,
  idleMs = IDLE_MS,
): Promise<void> {
  let open = 0;
  let judged = false;
  /** What the last judgement gave, which a function without braces returns. */
  let said: unknown;
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  let giveUp: (error: Error) => void = () => {};
  const idle = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const rest = (): void => {
    clearTimeout(timer);
    if (open > 0 || over) return;
    const words = `it did nothing for ${idleMs / 1000} s: something in it is awaited for ever.`;
    timer = setTimeout(() => giveUp(new Error(words)), idleMs);
  };
  const begin = (): void => {
    open += 1;
    rest();
  };
  const finish = (): void => {
    open -= 1;
    rest();
  };
  // What a call gives may wait in its own right, as a life of a Receiver does.
  const given = async (value: Promise<unknown>): Promise<unknown> => {
    const result = await value;
    const waits = typeof result === 'object' && result !== null && Object.values(result).some(isFunction);
    return waits ? watch(result) : result;
  };
  const watch = <T extends object>(watched: T): T =>
    new Proxy(watched, {
      get(target, name) {
        if (over) throw new Error(`${id} used its probe after it had ended: is an await missing in it?`);
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          if (over) throw new Error(`${id} used its probe after it had ended: is an await missing in it?`);
          const judges = JUDGING.has(String(name));
          if (judges) judged = true;
          const answer: unknown = Reflect.apply(member, target, args);
          if (judges) said = answer;
          if (!(answer instanceof Promise)) return answer;
          begin();
          const awaited = given(answer);
          // Before whoever awaits it goes on.
          awaited.then(finish, finish);
          return awaited;
        };
      },
    });
  rest();
  try {
    const returned = await Promise.race([run(watch(probe)), idle]);
    // What was not awaited, but is there already, is judged before the check is over.
    await setImmediate();
    if (open > 0) throw new Error('a call of the check was still open when it ended: is an await missing?');
    if (returned !== undefined && returned !== said)
      throw new Error('it returned something, which says nothing: what it judges goes to expect.');
    if (!judged)
      throw new Error(
        'it judged nothing: say what it saw with expect, also where that is right, or why it cannot with notTested or notApplicable.',
      );
  } finally {
    over = true;
    clearTimeout(timer);
  }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
