import { createBirpc } from 'birpc';
import { afterAll, inject, test } from 'vitest';
import type { Delivery } from '../../reports/results.ts';
import { receiverChecks } from '../receiver/index.ts';
import { transmitterChecks } from '../transmitter/index.ts';
import type { EngineHost, ReceiverHost, TransmitterHost } from './engine-link.ts';
import { type Executed, executeCheck } from './execute.ts';
import { KNOWN_EVENT_TYPES } from './known-event-types.ts';
import type { Severity } from './probe/judge.ts';
import { createRunState } from './probe/run-state.ts';
import { executeReceiverCheck } from './receiver/execute.ts';
import { createReceiverRunState } from './receiver/probe/run-state.ts';
import { lastingWaits } from './waits.ts';

// The one adapter that registers checks with Vitest. It runs in the engine's worker; sockets, clock and recorder
// stay in the main process and are reached by remote calls (see Rim and ReceiverRim).

type Execute = (delivery: Delivery | null) => Promise<Executed>;

const input = inject('ssf');
const channel = new BroadcastChannel(input.channel);
const severityOf = (requirement: keyof typeof input.severities): Severity | null =>
  input.severities[requirement] ?? null;
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
const waiting = lastingWaits({
  begin: (wait) => void host.waitBegan(wait),
  end: (id) => void host.waitEnded(id),
});
// Sound: what the main process hands over is the rim of the role.
const executors =
  input.role === 'transmitter'
    ? await ofTransmitter(host as unknown as TransmitterHost)
    : await ofReceiver(host as unknown as ReceiverHost);

for (const { key, id, delivery } of input.instances) {
  const execute = executors.get(id);
  if (execute === undefined) throw new Error(`The plan names a check that is not there: ${id}`);
  test(key, { timeout: input.timeoutMs }, async ({ task }) => {
    await host.started(key);
    task.meta.executed = await execute(delivery);
  });
}

afterAll(() => channel.close());

async function ofTransmitter(rim: TransmitterHost): Promise<Map<string, Execute>> {
  const state = await createRunState(rim, KNOWN_EVENT_TYPES, waiting);
  return new Map(
    transmitterChecks.map((check) => [
      check.id,
      (delivery) => executeCheck(state, check, delivery, severityOf),
    ]),
  );
}

async function ofReceiver(rim: ReceiverHost): Promise<Map<string, Execute>> {
  const state = await createReceiverRunState(rim, waiting);
  return new Map(
    receiverChecks.map((check) => [
      check.id,
      (delivery) => executeReceiverCheck(state, check, delivery, severityOf),
    ]),
  );
}
