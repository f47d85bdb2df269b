import { Command, InvalidArgumentError, Option } from 'commander';
import { faults } from '../../mocks/faults/index.ts';
import { receiverFaults } from '../../mocks/faults/receiver/index.ts';
import { list } from '../config/flag-values.ts';
import { flagName } from '../config/flags.ts';
import type { Io } from '../io.ts';
import { faultList } from '../mock/find-fault.ts';
import type { MockReceiverOptions } from '../mock/receiver.ts';
import type { ReferenceReceiverOptions } from '../mock/reference-receiver.ts';
import type { MockTransmitterOptions } from '../mock/transmitter.ts';
import { UsageError } from '../usage-error.ts';
import { bearerToken } from './bearer-token.ts';
import { ownVendorCommand, vendorCommands } from './mock-vendors.ts';
import { port } from './port.ts';

const REFERENCE_ONLY = [
  'audience',
  'pushAuthorization',
  'pollUrl',
  'delivery',
  'accessToken',
  'clientId',
  'clientSecret',
  'ca',
  'https',
  'tlsCa',
  'tlsCaKey',
  'controlPort',
  'fault',
] as const;

/** Serves one of the mocks until Ctrl-C, to play with by hand. Their code is loaded late: help shall not wait for it. */
export function mockCommand(io: Io): Command {
  const transmitter = new Command('transmitter')
    .description('Serve the reference Transmitter, faultless or with faults')
    .option('--fault <names>', 'break one rule, or several; repeatable', list)
    .option('--list-faults', 'list the faults and end')
    .option('--port <number>', 'default: a free one', port)
    .option(
      '--access-token <token>',
      'access token of its first Receiver; default: a random one',
      bearerToken,
    )
    .option('--https', 'serve https with a CA made for this run; its certificate is written to a file')
    .option('--tls-ca <file>', 'serve https with the CA of this certificate (PEM)')
    .option('--tls-ca-key <file>', 'and of this private key (PEM)')
    .option('--ca <file>', 'PEM file of a CA that push endpoints may have their certificates of')
    .option(
      '--client-ca <file>',
      'mutual TLS (RFC 8705): take client certificates of this CA, and bind tokens to them',
    )
    .option('--seed <number>', 'seed of the generated claims', seed)
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'after',
      `
It prints the command line that tests it from another terminal, its requests as they come, and serves
POST /trigger, which takes {"type", "subject", "event", "stream_id"} and sends that event.

Examples:
  $ ssf-conformance mock transmitter
  $ ssf-conformance mock transmitter --fault metadata-empty-array --port 8080
  $ ssf-conformance run --issuer 'http://127.0.0.1:{{target.port}}' --access-token try-it --target-command 'ssf-conformance mock transmitter --port {{target.port}} --access-token try-it'`,
    )
    .action(async (flags: MockTransmitterOptions & { listFaults?: boolean }) => {
      if (flags.listFaults === true) return void io.stdout.write(faultList(faults));
      const { mockTransmitter } = await import('../mock/transmitter.ts');
      await mockTransmitter(flags, io);
    });
  const receiver = new Command('receiver')
    .description('Serve a push endpoint that prints each SET it gets, or the reference Receiver')
    .optionsGroup('A push endpoint that judges nothing (the default):')
    .option('--port <number>', 'default: a free one', port)
    .option(
      '--answer <status[:err]>',
      'what every push is answered: 202, 429, 503 or 400:invalid_key',
      answer,
    )
    .optionsGroup('The reference Receiver, hosted:')
    .option('--well-known <url>', 'take SETs of the Transmitter that this metadata tells of')
    .option('--audience <aud>', 'what it takes itself for')
    .option('--push-authorization <value>', 'what pushes must carry as Authorization')
    .option('--poll-url <url>', 'poll there with --access-token, too')
    .optionsGroup('The reference Receiver, managed:')
    .option('--issuer <url>', 'begin at this Transmitter: find it, create a stream, verify it')
    .addOption(new Option('--delivery <method>', 'by which method it wants SETs').choices(['push', 'poll']))
    .option('--access-token <token>', 'what it presents')
    .option('--client-id <id>', 'or the client credentials with which it gets tokens')
    .option('--client-secret <secret>', 'and their secret')
    .optionsGroup('The reference Receiver in either form:')
    .option('--ca <file>', "PEM file of a private CA that the Transmitter's certificate chains to")
    .option('--https', 'serve the push endpoint over https with a CA made for this run')
    .option('--tls-ca <file>', 'or with the CA of this certificate (PEM)')
    .option('--tls-ca-key <file>', 'and of this private key (PEM)')
    .option(
      '--control-port <number>',
      'where GET /effects tells what it did to whom; default: a free one',
      port,
    )
    .option('--fault <name>', 'break one rule')
    .option('--list-faults', 'list the faults and end')
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'after',
      `
Examples:
  $ ssf-conformance mock receiver --port 9090
  $ ssf-conformance mock receiver --answer 400:invalid_audience
  $ ssf-conformance mock receiver --well-known http://127.0.0.1:9000/.well-known/ssf-configuration --audience https://rx.example
  $ ssf-conformance run --receiver-access-token secret --start-command 'ssf-conformance mock receiver --issuer "$SSF_ISSUER" --delivery "$SSF_DELIVERY" --access-token secret'`,
    )
    .action(async (flags: MockReceiverOptions & ReferenceReceiverOptions & { listFaults?: boolean }) => {
      if (flags.listFaults === true) return void io.stdout.write(faultList(receiverFaults));
      if (flags.wellKnown !== undefined || flags.issuer !== undefined) {
        if (flags.answer !== undefined)
          throw new UsageError(
            '--answer is for the push endpoint that judges nothing, not for the reference Receiver.',
          );
        const { mockReferenceReceiver } = await import('../mock/reference-receiver.ts');
        return mockReferenceReceiver(flags, io);
      }
      const lone = REFERENCE_ONLY.find((name) => flags[name] !== undefined);
      if (lone !== undefined)
        throw new UsageError(`${flagName(lone)} is for the reference Receiver.`, {
          hint: 'Add --well-known URL --audience AUD (hosted), or --issuer URL --delivery push|poll (managed).',
        });
      const { mockReceiver } = await import('../mock/receiver.ts');
      await mockReceiver(flags, io);
    });
  const mock = new Command('mock')
    .description("Serve a mock Transmitter or Receiver, or a vendor's system, to play with by hand")
    .helpOption('-h, --help', 'show this help')
    .addCommand(transmitter)
    .addCommand(receiver);
  for (const vendor of vendorCommands(io)) mock.addCommand(vendor);
  mock.addCommand(ownVendorCommand(io), { isDefault: true, hidden: true });
  return mock;
}

function seed(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 0.');
  return Number(text);
}

function answer(text: string): MockReceiverOptions['answer'] {
  const match = /^([2-5]\d\d)(?::(\w+))?$/.exec(text);
  if (!match?.[1])
    throw new InvalidArgumentError('Expected STATUS or STATUS:ERR, such as 202 or 400:invalid_key.');
  return { status: Number(match[1]), ...(match[2] === undefined ? {} : { err: match[2] }) };
}
