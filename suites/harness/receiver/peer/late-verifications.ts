/** Verification events that come only after another SET has gone to the target (scene `late`). */
export class LateVerifications {
  readonly #due = new Map<string, (() => Promise<unknown>)[]>();

  hold(streamId: string, send: () => Promise<unknown>): void {
    this.#due.set(streamId, [...(this.#due.get(streamId) ?? []), send]);
  }

  /** Another SET has gone to the target on this stream: now the events may follow. */
  async release(streamId: string): Promise<void> {
    const due = this.#due.get(streamId) ?? [];
    this.#due.delete(streamId);
    for (const send of due) await send();
  }

  async releaseAll(): Promise<void> {
    await Promise.all([...this.#due.keys()].map((id) => this.release(id)));
  }
}
