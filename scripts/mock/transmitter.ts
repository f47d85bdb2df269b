import { faults } from '../../mocks/faults/index.ts';
import { together } from '../../mocks/faults/together.ts';
import { listen } from '../../mocks/http/listen.ts';
import { type StartedTransmitter, startTransmitter } from '../../mocks/transmitter/start.ts';
import { readCa } from '../config/ca.ts';
import { whenAborted } from '../interruption.ts';
import type { Io } from '../io.ts';
import { asUsageError } from '../listen-error.ts';
import { UsageError } from '../usage-error.ts';
import { mockAuthority } from './authority.ts';
import { findFault } from './find-fault.ts';
import { howToTest, type TrustFlags } from './how-to-test.ts';
import { loggingSeams } from './log.ts';
import { triggerRoute } from './trigger-route.ts';

export interface MockTransmitterOptions extends TrustFlags {
  fault?: string[];
  port?: number;
  seed?: number;
  accessToken?: string;
}

/** Serves the reference Transmitter and its trigger until the signal; prints how to test it. */
export async function mockTransmitter(options: MockTransmitterOptions, io: Io): Promise<void> {
  const broken = (options.fault ?? []).map((name) => findFault(name, faults, 'mock transmitter'));
  const isHttps = options.https === true || options.tlsCa !== undefined;
  for (const fault of broken)
    if (fault.seams().tls !== undefined && !isHttps)
      throw new UsageError(`The fault ${fault.name} is one of TLS and shows with --https only.`);
  const seams = together(broken.map((fault) => fault.seams()));
  const log = (line: string): void => {
    io.stdout.write(`${new Date().toISOString().slice(11, 23)} ${line}\n`);
  };
  if (options.clientCa !== undefined && !isHttps)
    throw new UsageError('--client-ca is about TLS.', { hint: 'Add --https.' });
  const trusted = options.ca === undefined ? undefined : await readCa(options.ca, '--ca');
  const clientCa = options.clientCa === undefined ? undefined : await readCa(options.clientCa, '--client-ca');
  const tls = await mockAuthority(options);
  // Push endpoints of whoever tests it may have certificates of the one or the other.
  const ca = [tls?.ca, trusted].filter((pem) => pem !== undefined).join('\n');
  try {
    const transmitter = await startTransmitter({
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      accessToken: options.accessToken,
      ...(tls === null ? {} : { tls: tls.identity }),
      ...(ca === '' ? {} : { ca }),
      ...(clientCa === undefined ? {} : { clientCertificates: { ca: clientCa } }),
      seams: loggingSeams(seams, log),
    }).catch(asUsageError);
    const triggers = await listen([triggerRoute(transmitter, log)]);
    try {
      const triggerUrl = `${triggers.origin}/trigger`;
      const testing = howToTest(transmitter, triggerUrl, tls?.file, options, io.env);
      io.stdout.write(introduction(transmitter, triggerUrl, broken, testing));
      await whenAborted(io.signal);
    } finally {
      await triggers.close();
      await transmitter.close();
    }
  } finally {
    await tls?.remove();
  }
}

function introduction(
  transmitter: StartedTransmitter,
  triggerUrl: string,
  broken: readonly (typeof faults)[number][],
  testing: string,
): string {
  const { issuer, metadataUrl, tokenEndpoint, clients } = transmitter;
  const [only] = broken;
  const how =
    only === undefined
      ? ', faultless'
      : broken.length === 1
        ? ` with the fault ${only.name}: ${only.summary} (breaks ${only.breaks})`
        : ` with ${broken.length} faults:\n${broken.map(({ name, summary, breaks }) => `  ${name}: ${summary} (breaks ${breaks})`).join('\n')}`;
  return `Reference Transmitter${how}

issuer          ${issuer}
metadata        ${metadataUrl}
token endpoint  ${tokenEndpoint}
trigger         ${triggerUrl}
${clients.map(({ id, secret, token }) => `Receiver        ${id}, secret ${secret}, token ${token}\n`).join('')}
${testing}
Ctrl-C ends it. Requests:
`;
}
