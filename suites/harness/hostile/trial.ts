import { type CommandRun, runCommandLine } from './command-line.ts';
import { flaws } from './flaws.ts';
import { TOKEN } from './hostile-transmitters.ts';

/** What a run may take before it counts as hanging, ms. */
export const DEADLINE = 120_000;

export interface Trial extends CommandRun {
  flaws: string[];
}

const open: { close(): Promise<void> }[] = [];

/** Starts a target that `closeTargets` closes. */
export async function kept<T extends { close(): Promise<void> }>(target: Promise<T>): Promise<T> {
  open.push(await target);
  return target;
}

export async function closeTargets(): Promise<void> {
  await Promise.all(open.splice(0).map((one) => one.close()));
}

/** Runs the command line against an issuer, by default with the access token. */
export async function run(issuer: string, ...args: string[]): Promise<Trial> {
  const credentials = args.includes('--client-id') ? [] : ['--access-token', TOKEN];
  const done = await runCommandLine(['--issuer', issuer, ...credentials, ...args], { deadlineMs: DEADLINE });
  return { ...done, flaws: flaws(done) };
}

/** How a run that could not start ended: exit code, flaws if any, and the message. */
export async function refusal(issuer: string, ...args: string[]): Promise<string> {
  const { exitCode, stderr, flaws: seen } = await run(issuer, ...args);
  return [exitCode, ...seen, stderr].join(' ');
}

/** What became of a check, with its findings: `fail: The metadata is no JSON.` */
export function verdictOf({ results }: CommandRun, id: string): string {
  const found = results?.checks.filter((check) => check.id === id) ?? [];
  return found
    .map(
      ({ outcome, findings, reason = '' }) =>
        `${outcome}: ${findings.map(({ message }) => message).join(' ')}${reason}`,
    )
    .join('; ');
}
