import { Command, Option } from 'commander';
import type { OwnVendor } from '../../suites/harness/own/define-vendor.ts';
import { addOwnFlags, type OwnFlags, ownAtHand } from '../config/own-at-hand.ts';
import type { Io } from '../io.ts';
import type { OktaFlags } from '../mock/okta-itp.ts';
import type { OmnissaFlags } from '../mock/omnissa-ws1.ts';
import type { OwnVendorFlags } from '../mock/own-vendor.ts';
import type { TransmitterFlags } from '../mock/transmitter-flags.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { UsageError } from '../usage-error.ts';
import { bearerToken } from './bearer-token.ts';
import { port } from './port.ts';

const LOGOUT = `
Impossible travel, seen from both sides:
  in one terminal
  $ ssf-conformance mock okta-itp --port 9002 --well-known http://127.0.0.1:9001/.well-known/ssf-configuration/0c1de8f5-6a54-4f0b-9d3e-2b7a1c5e9f40
  in another
  $ ssf-conformance mock cloudflare-one --port 9001 --push-to http://127.0.0.1:9002/security/api/v1/security-events
  in a third, once for each city
  $ curl -d '{"kind":"sign-in","user":"anna@example.com","place":"Berlin"}' http://127.0.0.1:9001/happen
  $ curl -d '{"kind":"sign-in","user":"anna@example.com","place":"Tokyo"}' http://127.0.0.1:9001/happen
  and Anna is logged out: see http://127.0.0.1:9001/ and http://127.0.0.1:9002/`;

/** Serve the systems of the scenarios, to play with by hand. Their code is loaded late: help shall not wait for it. */
export function vendorCommands(io: Io): Command[] {
  const okta = receiving(sharing(common(new Command('okta-itp'))))
    .description(
      'Serve a mock of Okta Identity Threat Protection: Receiver with risk policy, and Transmitter',
    )
    .option(
      '--transmitter-port <number>',
      'where it is a Transmitter; default: with --push-to a free one',
      port,
    )
    .addHelpText('after', LOGOUT)
    .action(async (flags: OktaFlags) => (await import('../mock/okta-itp.ts')).mockOktaItp(flags, io));
  const cloudflare = sharing(common(new Command('cloudflare-one')))
    .description('Serve a mock of Cloudflare One: Transmitter that shares user risk scores')
    .addHelpText('after', LOGOUT)
    .action(async (flags: TransmitterFlags) =>
      (await import('../mock/cloudflare-one.ts')).mockCloudflareOne(flags, io),
    );
  const omnissa = receiving(sharing(common(new Command('omnissa-ws1'))))
    .description('Serve a mock of Omnissa Workspace ONE: UEM as Transmitter, Access as Receiver')
    .option('--access-port <number>', 'where Access listens; default: a free one', port)
    .addHelpText(
      'after',
      `
A device that is not compliant any more:
  $ ssf-conformance mock okta-itp --port 9002 --well-known http://127.0.0.1:9001/.well-known/ssf-configuration
  $ ssf-conformance mock omnissa-ws1 --port 9001 --push-to http://127.0.0.1:9002/security/api/v1/security-events
  $ curl -d '{"kind":"device-report","device":{"id":"d1","owner":"anna@example.com"},"posture":{"encrypted":false}}' http://127.0.0.1:9001/happen

Okta revokes sessions, Access ends its own:
  $ ssf-conformance mock omnissa-ws1 --access-port 9004 --well-known http://127.0.0.1:9003/.well-known/ssf-configuration
  $ ssf-conformance mock okta-itp --transmitter-port 9003 --push-to http://127.0.0.1:9004/events --push-authorization 'AS THE FIRST ONE PRINTS IT'
  $ curl -d '{"kind":"sessions-revoked","user":"anna@example.com","by":"admin"}' http://127.0.0.1:9003/happen`,
    )
    .action(async (flags: OmnissaFlags) =>
      (await import('../mock/omnissa-ws1.ts')).mockOmnissaWs1(flags, io),
    );
  return [okta, cloudflare, omnissa];
}

/** A vendor's system of the tester's own, whatever its name: it is known once the modules are loaded. */
export function ownVendorCommand(io: Io): Command {
  const command = receiving(sharing(common(new Command('own').argument('[name]'))))
    .description('Serve a mock of a system of your own')
    .option(
      '--receiver-port <number>',
      'where its Receiver listens, if it is both; default: a free one',
      port,
    )
    .action(async (name: string | undefined, flags: OwnVendorFlags & OwnFlags) => {
      const { vendors } = await ownAtHand(flags, io);
      const vendor = vendors.find((one) => one.name === name);
      if (vendor === undefined) throw noSuchMock(name, vendors);
      await (await import('../mock/own-vendor.ts')).mockOwnVendor(vendor, flags, io);
    });
  return addOwnFlags(command);
}

function noSuchMock(name: string | undefined, vendors: readonly OwnVendor[]): UsageError {
  const own = vendors.map((vendor) => vendor.name);
  const names = ['transmitter', 'receiver', 'okta-itp', 'cloudflare-one', 'omnissa-ws1', ...own];
  return new UsageError(name === undefined ? 'Which mock?' : `There is no mock "${name}".`, {
    hint:
      (name === undefined ? null : didYouMean(nearest(name, names))) ??
      `There are ${names.join(', ')}. One of your own stands in a module that own (--own) names.`,
  });
}

function common(command: Command): Command {
  return command
    .option('--port <number>', 'default: a free one', port)
    .option('--https', 'serve https with a CA made for this run; its certificate is written to a file')
    .option('--ca <file>', "PEM file of a private CA that the other side's certificate chains to")
    .helpOption('-h, --help', 'show this help');
}

function sharing(command: Command): Command {
  return command
    .optionsGroup('As Transmitter:')
    .option('--push-to <url>', 'push SETs there, without a stream that the other side manages')
    .option('--push-authorization <value>', 'what pushes carry as Authorization')
    .option('--push-audience <aud>', 'aud of these SETs; default: the origin of --push-to')
    .option(
      '--access-token <token>',
      'with which a Receiver manages its stream; default: a random one',
      bearerToken,
    )
    .addOption(
      new Option('--dialect <dialect>', 'SETs as Okta takes them of its providers, or as CAEP defines them')
        .choices(['okta', 'standard'])
        .default('okta'),
    );
}

function receiving(command: Command): Command {
  return command
    .optionsGroup('As Receiver:')
    .option('--well-known <url>', 'take SETs of the Transmitter that this metadata tells of')
    .option('--audience <aud>', 'what it takes itself for; default: the origin of its push endpoint')
    .addOption(
      new Option('--reading <reading>', 'SETs as the vendor documents them, or as the standards define them')
        .choices(['own', 'standard'])
        .default('own'),
    );
}
