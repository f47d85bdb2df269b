import { startBuiltInTarget } from '../../suites/harness/built-in-target.ts';
import { step, takeSteps } from '../../suites/harness/doctor/examination.ts';
import type { Line, Report } from '../../suites/harness/doctor/line.ts';
import { examineReceiver } from '../../suites/harness/doctor/receiver.ts';
import { examineTransmitter } from '../../suites/harness/doctor/transmitter.ts';
import { startBuiltInReceiver } from '../../suites/harness/receiver/built-in-receiver.ts';
import type { Io } from '../io.ts';
import type { Part } from './part.ts';

/** The reference peers, which a run tests where no target is named: each looked at as a target is, and told in a line. */
export function builtInPart(sides: readonly ('transmitter' | 'receiver')[], { signal, env }: Io): Part {
  return {
    title: 'Built-in peers (no target is named)',
    examine: async (report) => {
      const common = { unreachable: null, readOnly: false, env, ...(signal === undefined ? {} : { signal }) };
      const transmitter = async (into: Report): Promise<void> => {
        const builtIn = await startBuiltInTarget({ https: true });
        try {
          const { issuer, metadataUrl, ca, auth, secondAuth, pushAuthority } = builtIn.session;
          await examineTransmitter(
            {
              ...common,
              target: {
                issuer,
                ...(metadataUrl === undefined ? {} : { metadataUrl }),
                ...(ca === undefined ? {} : { ca }),
              },
              ...(auth === undefined ? {} : { auth }),
              ...(secondAuth === undefined ? {} : { secondAuth }),
              pushAuthority,
            },
            into,
          );
        } finally {
          await builtIn.close();
        }
      };
      const receiver =
        (form: 'hosted' | 'managed') =>
        async (into: Report): Promise<void> => {
          const builtIn = await startBuiltInReceiver({ form, https: true });
          const { target, authority } = builtIn;
          try {
            await examineReceiver(
              {
                ...common,
                target,
                authority: authority ?? undefined,
                register: (facts) => builtIn.register(facts),
              },
              into,
            );
          } finally {
            await builtIn.close();
          }
        };
      const peers: [string, (into: Report) => Promise<void>][] = [
        ...(sides.includes('transmitter') ? ([['Transmitter', transmitter]] as const) : []),
        ...(sides.includes('receiver')
          ? ([
              ['hosted Receiver', receiver('hosted')],
              ['managed Receiver', receiver('managed')],
            ] as const)
          : []),
      ].map(([name, examine]) => [name, examine]);
      await takeSteps(
        peers.map(([name, examine]) =>
          step(report, name, async (tell) => {
            const lines: Line[] = [];
            await examine({ line: (line) => lines.push(line), waiting: (what) => report.waiting(what) });
            const bad = lines.filter(({ state }) => state === 'problem');
            const [first] = bad;
            const good = lines.filter(({ state }) => state === 'ok').length;
            if (first === undefined) return tell.ok(`It answers as it should in ${good} respects.`);
            tell.problem(
              `${first.name}: ${first.what}`,
              first.whose === 'network' ? 'network' : 'tool',
              'Does something on this machine keep programs from talking to each other on loopback? If not, report this as a bug.',
            );
            return true;
          }),
        ),
        report,
        signal,
      );
    },
  };
}
