import type { PeerOperation, Scene, ScriptedAnswer } from '../exchange.ts';

/** The state that our Transmitter is put in, and the answers that are still to come in place of its own. */
export class Scenes {
  #scene: Scene = {};
  readonly #scripts = new Map<PeerOperation, { answers: ScriptedAnswer[]; always: boolean }>();

  get current(): Scene {
    return this.#scene;
  }

  set(scene: Scene): void {
    this.#scene = scene;
    this.#scripts.clear();
    for (const { operation, answers, always = false } of scene.answers ?? []) {
      const before = this.#scripts.get(operation)?.answers ?? [];
      this.#scripts.set(operation, { answers: [...before, ...answers], always });
    }
  }

  /** The answer to the next call, where one is scripted. */
  next(operation: PeerOperation): ScriptedAnswer | undefined {
    const script = this.#scripts.get(operation);
    if (script === undefined) return undefined;
    return script.always && script.answers.length === 1 ? script.answers[0] : script.answers.shift();
  }
}

const BODILESS = new Set([204, 205, 304]);

/** A scripted answer as a fetch Response; `Response.error()` makes the listener reset the connection. */
export function scriptedResponse(answer: ScriptedAnswer): Response {
  if (answer.kind === 'reset') return Response.error();
  const { status, headers = {}, body } = answer;
  const text =
    body === undefined || body === null ? null : typeof body === 'string' ? body : JSON.stringify(body);
  const all = new Headers({ 'cache-control': 'no-store' });
  if (text !== null && typeof body !== 'string') all.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  // As bytes: a string would bring a content-type of its own.
  const bytes = text === null || BODILESS.has(status) ? null : new TextEncoder().encode(text);
  return new Response(bytes, { status, headers: all });
}

/** Lays members over a document; null takes one away. */
export function layOver(
  document: Record<string, unknown>,
  members: Record<string, unknown> | undefined,
): Record<string, unknown> {
  const result = { ...document, ...members };
  for (const [name, value] of Object.entries(members ?? {})) if (value === null) delete result[name];
  return result;
}
