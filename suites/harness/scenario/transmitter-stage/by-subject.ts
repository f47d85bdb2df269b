import type { ParsedSet } from '../../../set/parse.ts';

/** Does things one after the other that are about the same subject, and the rest side by side. */
export class BySubject {
  readonly #last = new Map<string, Promise<unknown>>();

  /** `task` must not reject. */
  add<T>({ claims }: ParsedSet, task: () => Promise<T>): Promise<T> {
    const subject = JSON.stringify(claims?.sub_id ?? claims?.sub ?? null);
    const before = this.#last.get(subject) ?? Promise.resolve();
    const done = before.then(task);
    this.#last.set(subject, done);
    return done;
  }
}
