import type { PushOutcome } from '../../mocks/vendors/push-outcomes.ts';
import type { LogEntry } from '../../mocks/vendors/vendor.ts';
import { readCa } from '../config/ca.ts';
import { whenAborted } from '../interruption.ts';
import type { Io } from '../io.ts';
import { asUsageError } from '../listen-error.ts';
import { programName } from '../rerun.ts';
import { temporaryAuthority } from './authority.ts';

/** Flags that all vendors' mocks have. */
export interface VendorFlags {
  port?: number;
  https?: boolean;
  ca?: string;
}

/** What a vendor's mock is started with. */
export interface Common {
  port: number | undefined;
  tls: { key: string; cert: string } | undefined;
  /** PEM of the authority that the other side's certificate chains to. */
  ca: string | undefined;
  /** File with the certificate of our own authority; undefined without `--https`. */
  caFile: string | undefined;
  /** Prints an entry of a vendor's log. */
  onLog: (entry: LogEntry) => void;
  /** Prints what became of a push. */
  onPush: (outcome: PushOutcome) => void;
  log: (line: string) => void;
}

export interface Served {
  /** What it is and where, for the terminal. */
  introduction: string;
  /** What is begun once that was printed, and ends with the signal. */
  begin?(signal: AbortSignal | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Serves a vendor's mock until the signal; prints what it is, then its log. */
export async function serveAtTerminal(
  { port, https, ca }: VendorFlags,
  io: Io,
  serve: (common: Common) => Promise<Served>,
): Promise<void> {
  const log = (line: string): void => {
    io.stdout.write(`${new Date().toISOString().slice(11, 23)} ${printable(line)}\n`);
  };
  const given = ca === undefined ? undefined : await readCa(ca, '--ca');
  const authority = https === true ? await temporaryAuthority() : null;
  try {
    const served = await serve({
      port,
      tls: authority?.identity,
      ca: given,
      caFile: authority?.file,
      onLog: ({ type, text }) => log(`${type}  ${text}`),
      onPush: (outcome) => log(pushLine(outcome)),
      log,
    }).catch(asUsageError);
    try {
      io.stdout.write(`${served.introduction}\nCtrl-C ends it. Its log:\n`);
      await Promise.race([whenAborted(io.signal), served.begin?.(io.signal)]);
      await whenAborted(io.signal);
    } finally {
      await served.close();
    }
  } finally {
    await authority?.remove();
  }
}

function pushLine({ jti, status, again }: PushOutcome): string {
  const fate = again ? ', and will be sent again' : status === 202 ? '' : ', and is given up';
  return `push  ${jti} → ${status ?? 'no answer'}${fate}`;
}

/** Names and values side by side; what is undefined is left out. */
export function aligned(rows: readonly (readonly [name: string, value: string | undefined])[]): string {
  const told = rows.filter(([, value]) => value !== undefined);
  const width = Math.max(...told.map(([name]) => name.length));
  return told.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

/** How to let something happen from another terminal. */
export function curl(
  happenUrl: string,
  happening: Record<string, unknown>,
  caFile: string | undefined,
): string {
  const trusted = caFile === undefined ? '' : ` --cacert ${caFile}`;
  return `  curl${trusted} -d '${JSON.stringify(happening)}' ${happenUrl}\n`;
}

/** The flag with which the other side trusts our authority. */
export function trusting(caFile: string | undefined): string {
  return caFile === undefined ? '' : ` --ca ${caFile}`;
}

/** How this program serves a mock, as it was called. */
export function mockProgram(env: Io['env']): string {
  return `${programName(env).replace(/ run$/, '')} mock`;
}

/** Text of the other side without what a terminal would obey: control and format characters are written out. */
function printable(line: string): string {
  return line.replace(
    /[\p{Cc}\p{Cf}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
