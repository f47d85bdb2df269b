import { setTimeout as sleep } from 'node:timers/promises';
import { faults } from '../../../mocks/faults/index.ts';
import { listen } from '../../../mocks/http/listen.ts';
import { startTransmitter } from '../../../mocks/transmitter/start.ts';
import { whenAborted } from '../../interruption.ts';
import type { Io } from '../../io.ts';
import { findFault } from '../../mock/find-fault.ts';
import { loggingSeams } from '../../mock/log.ts';
import { mockReferenceReceiver } from '../../mock/reference-receiver.ts';
import { triggerRoute } from '../../mock/trigger-route.ts';

// The program of the image (image.ts): one of the reference peers, as the environment says, until SIGTERM.
//   PEER          transmitter, or receiver
//   PORT          where it listens, on 127.0.0.1
//   CONTROL_PORT  POST /trigger of a Transmitter, GET /effects of a Receiver
//   FAULT         name of a fault
//   READY_AFTER   ms that it takes to start
// Transmitter: SECRETS, the secrets of receiver-1, receiver-2 …, with commas between
// Receiver: AUDIENCE; hosted METADATA_URL; managed ISSUER, DELIVERY, ACCESS_TOKEN

const stopping = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stopping.abort());
const { env } = process;
const io: Io = { stdout: process.stdout, stderr: process.stderr, env, cwd: '/', signal: stopping.signal };
const log = (line: string): void => {
  console.log(`${new Date().toISOString().slice(11, 23)} ${line}`);
};

console.log(`reference ${env.PEER} on Node.js ${process.version}`);
await sleep(Number(env.READY_AFTER ?? 0));
if (env.PEER === 'transmitter') await transmitter();
else await receiver();
console.log('ended');

async function transmitter(): Promise<void> {
  const seams = env.FAULT ? findFault(env.FAULT, faults, 'mock transmitter').seams() : {};
  const peer = await startTransmitter({
    port: portIn('PORT'),
    seams: loggingSeams(seams, log),
    clients: (env.SECRETS ?? '').split(',').map((secret, i) => ({ id: `receiver-${i + 1}`, secret })),
  });
  const control = await listen([triggerRoute(peer, log)], { port: portIn('CONTROL_PORT') });
  console.log(`ready: Transmitter at ${peer.issuer}`);
  await whenAborted(stopping.signal);
  await control.close();
  await peer.close();
}

/** It says "push endpoint" when it is ready. */
function receiver(): Promise<void> {
  return mockReferenceReceiver(
    {
      ...(env.METADATA_URL ? { wellKnown: env.METADATA_URL } : {}),
      ...(env.ISSUER ? { issuer: env.ISSUER, delivery: env.DELIVERY === 'poll' ? 'poll' : 'push' } : {}),
      ...(env.AUDIENCE ? { audience: env.AUDIENCE } : {}),
      ...(env.ACCESS_TOKEN ? { accessToken: env.ACCESS_TOKEN } : {}),
      ...(env.FAULT ? { fault: env.FAULT } : {}),
      port: portIn('PORT'),
      controlPort: portIn('CONTROL_PORT'),
    },
    io,
  );
}

function portIn(name: string): number {
  return Number(env[name] ?? 0);
}
