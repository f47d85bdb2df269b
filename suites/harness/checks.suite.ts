import { createBirpc } from 'birpc';
import { afterAll, inject, test } from 'vitest';
import { transmitterChecks } from '../transmitter/index.ts';
import type { EngineHost } from './engine-link.ts';
import { executeCheck } from './execute.ts';
import { KNOWN_EVENT_TYPES } from './known-event-types.ts';
import { createRunState } from './probe/run-state.ts';

// The one adapter that registers checks with Vitest. It runs in the engine's worker; sockets, clock and recorder
// stay in the main process and are reached by remote calls (see Rim).

const input = inject('ssf');
const channel = new BroadcastChannel(input.channel);
const host = createBirpc<EngineHost>(
  {},
  {
    post: (data) => channel.postMessage(data),
    on: (handler) => {
      channel.onmessage = (event: MessageEvent<unknown>) => handler(event.data);
    },
    // Every remote call has its own limit; a second one here would only hide which.
    timeout: -1,
  },
);
const state = await createRunState(host, KNOWN_EVENT_TYPES);
const byId = new Map(transmitterChecks.map((check) => [check.id, check]));

for (const { key, id, delivery } of input.instances) {
  const check = byId.get(id);
  if (check === undefined) throw new Error(`The plan names a check that is not there: ${id}`);
  test(key, { timeout: input.timeoutMs }, async ({ task }) => {
    await host.started(key);
    task.meta.executed = await executeCheck(
      state,
      check,
      delivery,
      (requirement) => input.severities[requirement] ?? null,
    );
  });
}

afterAll(() => channel.close());
