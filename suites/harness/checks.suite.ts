import { threadId } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { afterAll, inject, test } from 'vitest';
import type { Delivery } from '../../reports/results.ts';
import { receiverChecks } from '../receiver/index.ts';
import { transmitterChecks } from '../transmitter/index.ts';
import type { TransmitterCheck } from './check.ts';
import type { EngineHost, ReceiverHost, TransmitterHost } from './engine-link.ts';
import { type Executed, executeCheck, failedItself } from './execute.ts';
import { KNOWN_EVENT_TYPES } from './known-event-types.ts';
import { importOwnChecks } from './own/checks-in.ts';
import { offerNativeImport } from './own/native-import.ts';
import type { Severity } from './probe/judge.ts';
import { createRunState } from './probe/run-state.ts';
import type { ReceiverCheck } from './receiver/check.ts';
import { executeReceiverCheck } from './receiver/execute.ts';
import { createReceiverRunState } from './receiver/probe/run-state.ts';
import { lastingWaits } from './waits.ts';

// The one adapter that registers checks with Vitest. It runs in the engine's worker; sockets, clock and recorder
// stay in the main process and are reached by remote calls (see Rim and ReceiverRim).

type Execute = (delivery: Delivery | null) => Promise<Executed>;
type Check = TransmitterCheck | ReceiverCheck;

const input = inject('ssf');
const channel = new BroadcastChannel(input.channel);
const severityOf = (requirement: string): Severity | null => input.severities[requirement] ?? null;
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
// Sound: what the main process hands over is the rim of the role, and so are the checks that it names.
const executorOf =
  input.role === 'transmitter'
    ? await ofTransmitter(host as unknown as TransmitterHost)
    : await ofReceiver(host as unknown as ReceiverHost);

const checks = input.role === 'transmitter' ? transmitterChecks : receiverChecks;
const ours = new Map(checks.map((check) => [check.id, check]));
// Those of the tester's own come last, and are imported only then: whatever their modules do, ours have been run.
let own: Promise<Map<string, Check>> | undefined;
const beats = input.own.length > 0 ? setInterval(() => void host.beat(threadId), 1_000) : undefined;
if (beats !== undefined) await host.beat(threadId);
offerNativeImport();

for (const { key, id, delivery } of input.instances) {
  test(key, { timeout: input.timeoutMs }, async ({ task }) => {
    await host.started(key);
    task.meta.executed = await executed(id, delivery);
  });
}

afterAll(() => {
  clearInterval(beats);
  channel.close();
});

async function executed(id: string, delivery: Delivery | null): Promise<Executed> {
  const check = ours.get(id);
  if (check !== undefined) return executorOf(check)(delivery);
  try {
    own ??= importOwnChecks(input.own, (file) => import(file));
    const found = (await own).get(id);
    if (found === undefined) throw new Error(`There is no ${id} where there was one a moment ago.`);
    return await executorOf(found)(delivery);
  } catch (error) {
    return failedItself(error, input.own.map(({ name }) => name).join(', '));
  }
}

async function ofTransmitter(rim: TransmitterHost): Promise<(check: Check) => Execute> {
  const state = await createRunState(rim, KNOWN_EVENT_TYPES, waiting);
  return (check) => (delivery) => executeCheck(state, check as TransmitterCheck, delivery, severityOf);
}

async function ofReceiver(rim: ReceiverHost): Promise<(check: Check) => Execute> {
  const state = await createReceiverRunState(rim, waiting);
  return (check) => (delivery) => executeReceiverCheck(state, check as ReceiverCheck, delivery, severityOf);
}
