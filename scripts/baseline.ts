import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Results, TargetLog } from '../reports/results.ts';
import type { ResolvedRun } from './config/resolve.ts';
import { findResults } from './read-results.ts';
import { UsageError } from './usage-error.ts';

/** What decides whether an earlier run may excuse what fails in this one. */
interface Subject {
  profile: string;
  target: Pick<Results['target'], 'builtIn'> & Partial<Results['target']>;
  /** There where the run starts the target: then it is elsewhere in each run. */
  targetLog?: Pick<TargetLog, 'source'>;
}

/**
 * Makes sure that an earlier run may excuse what fails in this one (--new-only).
 * @param named what the user called the results
 * @throws UsageError when it is of another target or profile, or was cut short
 */
export function requireBaseline(before: Results, named: string, now: Subject): void {
  const refuse = (why: string): never => {
    throw new UsageError(`--new-only cannot go by ${named}: ${why}.`, {
      hint: 'Name the results of a whole run of the same target and profile, or leave --new-only out.',
    });
  };
  if (before.interrupted) refuse('that run was cut short, so that it does not tell what failed before');
  if (before.profile !== now.profile)
    refuse(`its profile was ${before.profile}, that of this run is ${now.profile}`);
  const [then, today] = [nameOf(before), nameOf(now)];
  if (then !== today) refuse(`it tested ${then}, this run tests ${today}`);
}

/**
 * Makes sure that this run does not replace the results that it goes by: the next one would excuse what fails newly.
 * @param reports folders into which this run writes
 * @throws UsageError when it would
 */
export async function requireKept(named: string, reports: readonly string[], cwd: string): Promise<void> {
  const real = (file: string): Promise<string> => realpath(file).catch(() => file);
  const file = await real(await findResults(named, cwd));
  const folders = await Promise.all(reports.map((folder) => real(path.resolve(cwd, folder))));
  if (!folders.includes(path.dirname(file))) return;
  throw new UsageError(
    `--new-only cannot go by ${named}: this run replaces it, so that a second try would excuse what fails newly.`,
    { hint: 'Keep the results of a release elsewhere, and name them with --against.' },
  );
}

export function subjectOf(run: ResolvedRun): Subject {
  const subject = addressedBy(run);
  const { source } = run.planned?.launch ?? {};
  return source === undefined ? subject : { ...subject, targetLog: { source } };
}

function addressedBy({ role, options }: ResolvedRun): Subject {
  const { profile } = options;
  const ours = { profile, target: { builtIn: true } };
  if (role === 'transmitter') {
    const { target } = options;
    return target === 'built-in'
      ? ours
      : { profile, target: { builtIn: false, role, issuer: target.issuer } };
  }
  if (role === 'receiver') {
    const { target } = options;
    if ('builtIn' in target) return { profile, target: { builtIn: true, form: target.builtIn } };
    return { profile, target: { builtIn: false, role, ...endpointOf(target.pushUrl) } };
  }
  const { transmitter, receiver } = options;
  if (transmitter === undefined)
    return receiver === undefined
      ? ours
      : { profile, target: { builtIn: false, role: 'receiver', ...endpointOf(receiver.pushUrl) } };
  const { issuer } = transmitter;
  const pair = receiver === undefined ? {} : { form: 'pair' as const, ...endpointOf(receiver.pushUrl) };
  return { profile, target: { builtIn: false, role: 'transmitter', issuer, ...pair } };
}

function endpointOf(endpoint: string | undefined): { endpoint?: string } {
  return endpoint === undefined ? {} : { endpoint };
}

/** Who is tested, in words. Addresses of our own peers, and those that we give a Receiver, change from run to run. */
function nameOf({ target, targetLog }: Subject): string {
  const { builtIn, role, form, issuer = '', endpoint } = target;
  if (builtIn)
    return `the built-in ${form === 'hosted' || form === 'managed' ? `${form} Receiver` : 'peers'}`;
  if (targetLog !== undefined) return `a ${role} started as ${withoutVersion(targetLog.source)}`;
  if (role === 'transmitter') return form === 'pair' ? `${issuer} with ${endpoint ?? 'a Receiver'}` : issuer;
  return endpoint === undefined || originOf(endpoint) === originOf(issuer)
    ? 'a Receiver without an address of its own'
    : endpoint;
}

/** `container acme/tx:1.2`: of the next version it is the same target. */
function withoutVersion(source: string): string {
  return source.startsWith('container ') && !source.includes(' of ')
    ? source.replace(/(?::[\w.-]+)?(?:@[\w:]+)?$/, '')
    : source;
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
