import { Command, InvalidArgumentError } from 'commander';
import { faults } from '../../mocks/faults/index.ts';
import type { Io } from '../io.ts';
import type { MockReceiverOptions } from '../mock/receiver.ts';
import type { MockTransmitterOptions } from '../mock/transmitter.ts';

/** Serves one of the mocks until Ctrl-C, to play with by hand. Their code is loaded late: help shall not wait for it. */
export function mockCommand(io: Io): Command {
  const transmitter = new Command('transmitter')
    .description('Serve the reference Transmitter, faultless or with one fault')
    .option('--fault <name>', 'break one rule')
    .option('--list-faults', 'list the faults and end')
    .option('--port <number>', 'default: a free one', port)
    .option('--https', 'serve https with a CA made for this run; its certificate is written to a file')
    .option('--seed <number>', 'seed of the generated claims', seed)
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'after',
      `
It prints the command line that tests it from another terminal, its requests as they come, and serves
POST /trigger, which takes {"type", "subject", "event", "stream_id"} and sends that event.

Examples:
  $ ssf-conformance mock transmitter
  $ ssf-conformance mock transmitter --fault metadata-empty-array --port 8080`,
    )
    .action(async (flags: MockTransmitterOptions & { listFaults?: boolean }) => {
      if (flags.listFaults === true) return void io.stdout.write(faultList());
      const { mockTransmitter } = await import('../mock/transmitter.ts');
      await mockTransmitter(flags, io);
    });
  const receiver = new Command('receiver')
    .description('Serve a push endpoint that prints each SET it gets, decoded but not judged')
    .option('--port <number>', 'default: a free one', port)
    .option(
      '--answer <status[:err]>',
      'what every push is answered: 202, 429, 503 or 400:invalid_key',
      answer,
    )
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'after',
      `
Examples:
  $ ssf-conformance mock receiver --port 9090
  $ ssf-conformance mock receiver --answer 400:invalid_audience`,
    )
    .action(async (flags: MockReceiverOptions) => {
      const { mockReceiver } = await import('../mock/receiver.ts');
      await mockReceiver(flags, io);
    });
  return new Command('mock')
    .description('Serve a mock Transmitter or Receiver to play with by hand')
    .helpOption('-h, --help', 'show this help')
    .addCommand(transmitter)
    .addCommand(receiver);
}

function faultList(): string {
  const width = Math.max(...faults.map((fault) => fault.name.length), 0);
  return faults.map(({ name, breaks, summary }) => `${name.padEnd(width)}  ${breaks}  ${summary}\n`).join('');
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return Number(text);
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
