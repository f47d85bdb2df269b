import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { endpointsOf } from '../../mocks/transmitter/endpoints.ts';
import type { StartRequest } from '../../suites/harness/receiver/exchange.ts';
import type { ContainerConfig, TargetConfig } from '../config/define-config.ts';
import { parseDuration } from '../config/duration.ts';
import type { HookContext } from '../hooks/hook.ts';
import { isFile } from '../is-file.ts';
import { startEnvironment } from '../receiver-hooks/payload.ts';
import { type AllWays, patternOf } from './check-target.ts';
import { SCRIPT, wordsOf } from './command-words.ts';
import { startCompose } from './compose.ts';
import { CA_PATH, startContainer } from './container.ts';
import { type Engine, findEngine, loadTestcontainers, type Testcontainers } from './engine.ts';
import { buildImage, dockerfileOf, pullImage } from './image.ts';
import { TargetOutput } from './output.ts';
import { fill, labelledPort, type Values } from './placeholders.ts';
import type { TargetPorts } from './ports.ts';
import { startProcess } from './process.ts';
import type { Reach } from './reach.ts';
import { type Ready, untilReady } from './ready.ts';
import type { StartedTarget } from './target.ts';
import { TargetFailure } from './target-failure.ts';
import { requireVacant } from './vacancy.ts';

const TIMEOUT_MS = 60_000;

export interface LaunchParts {
  /** Checked, but with its placeholders. */
  target: TargetConfig;
  reach: Reach;
  /** Where mapped ports, or those of the process, are reached. */
  host: string;
  ports: TargetPorts;
  /** Where it is reached, for whom nothing else says when it is ready; null: nobody asks it for anything. */
  address: URL | null;
  context: HookContext;
}

/** A target that can be started: once, or once for each of its lives. */
export class TargetLaunch {
  /** For reports: `container acme/tx:1.2`. */
  readonly source: string;
  /** In a sentence. */
  readonly what: string;
  readonly output = new TargetOutput();
  /** File with the certificate (PEM) of the CA of our endpoints; null over plain http. */
  caFile: string | null = null;
  readonly #parts: LaunchParts;
  /** The first that is asked of it: then it is the same for all lives. */
  #prepared: Promise<Prepared> | null = null;
  readonly #manners = { heedsSigterm: true };

  constructor(parts: LaunchParts) {
    this.#parts = parts;
    this.source = sourceOf(parts.target, parts.context.cwd);
    this.what = `the ${this.source}`;
  }

  /** Files of the tester's of which it is made: when they change, it is another. */
  get files(): string[] {
    const { dockerfile, compose } = this.#parts.target.container ?? {};
    if (compose !== undefined) return [typeof compose === 'string' ? compose : compose.file];
    if (dockerfile === undefined) return [];
    const { context, file } = dockerfileOf(dockerfile);
    return [path.resolve(context, file)];
  }

  /** An engine is needed for it. */
  get isContainer(): boolean {
    return this.#parts.target.container !== undefined;
  }

  /** @throws UsageError when what it takes to start it is not installed */
  async requireInstalled(): Promise<void> {
    if (this.#parts.target.container !== undefined) await loadTestcontainers(this.#parts.context.cwd);
  }

  /** @throws TargetFailure when it takes a container engine and none answers */
  async requireEngine(): Promise<void> {
    if (this.#parts.target.container !== undefined)
      await findEngine(await loadTestcontainers(this.#parts.context.cwd));
  }

  /**
   * Finds the engine, and pulls or builds the image.
   * @throws TargetFailure
   */
  async prepare(tell: (what: string) => void, signal: AbortSignal | undefined): Promise<void> {
    this.#prepared ??= this.#prepare(tell, signal);
    await this.#prepared;
  }

  /**
   * Starts the target and waits until it is ready, or until the signal says to give up.
   * @param told of a Receiver: what it has to know of our issuer; null of a Transmitter
   * @throws TargetFailure
   */
  async start(told: StartRequest | null, signal: AbortSignal | undefined): Promise<StartedTarget> {
    this.#prepared ??= this.#prepare(() => undefined, signal);
    const prepared = await this.#prepared;
    const request = told === null ? null : { ...told, caFile: this.#seenCa };
    const target = fill(this.#parts.target, this.values(request));
    await requireVacant(this.#addresses(target), { what: this.what, signal });
    const started = await this.#begin(target, prepared, request);
    try {
      const ready = this.#ready(target);
      const { what, isContainer, output } = this;
      const timeoutMs = parseDuration((target.container ?? target).timeout ?? '') ?? TIMEOUT_MS;
      if (ready !== null)
        await untilReady(ready, { what, isContainer, output, ...started }, { timeoutMs, signal });
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  /** What the placeholders stand for. */
  values(told: StartRequest | null): Values {
    const { reach, host, ports } = this.#parts;
    const { hostname, port, protocol } = new URL(reach.publicUrl);
    const known = new Map<string, string | null | undefined>([
      ['harness.host', hostname],
      ['harness.port', port === '' ? (protocol === 'https:' ? '443' : '80') : port],
      ['harness.pushUrl', `${reach.publicUrl}/push`],
      ['harness.issuer', told?.issuer],
      ['harness.metadataUrl', told?.metadataUrl],
      ['harness.jwksUri', told === null ? undefined : endpointsOf(told.issuer).jwks],
      ['harness.pollUrl', told?.pollUrl],
      ['harness.audience', told?.audience],
      ['harness.delivery', told?.delivery],
      ['harness.ca', this.#seenCa],
      ['target.host', host],
      ['target.port', ports.main === null ? undefined : String(ports.main)],
    ]);
    return (name) => {
      const label = labelledPort(name);
      if (label !== null) return ports.of.get(label)?.toString();
      return known.get(name) ?? undefined;
    };
  }

  /** A process sees our files, a container what is put into it. */
  get #seenCa(): string | null {
    const { container } = this.#parts.target;
    return this.caFile === null || container === undefined || container.compose !== undefined
      ? this.caFile
      : CA_PATH;
  }

  async #prepare(tell: (what: string) => void, signal: AbortSignal | undefined): Promise<Prepared> {
    const { target, context } = this.#parts;
    const { container } = target;
    if (container === undefined) return null;
    if (container.compose !== undefined)
      await requireFile(fill(composeOf(container).file, this.values(null)));
    const testcontainers = await loadTestcontainers(context.cwd);
    const engine = await findEngine(testcontainers);
    if (container.compose !== undefined) return { testcontainers, engine, image: null };
    if (container.image !== undefined) {
      await pullImage(testcontainers, engine, container.image, tell);
      return { testcontainers, engine, image: container.image };
    }
    const dockerfile = fill(dockerfileOf(container.dockerfile ?? ''), this.values(null));
    tell(
      `Building the image of ${path.relative(context.cwd, path.join(dockerfile.context, dockerfile.file))}`,
    );
    return { testcontainers, engine, image: await buildImage(engine, dockerfile, signal) };
  }

  async #begin(target: TargetConfig, prepared: Prepared, told: StartRequest | null): Promise<StartedTarget> {
    const { container } = target;
    const env = told === null ? {} : startEnvironment(told);
    const { output } = this;
    if (container === undefined || prepared === null) {
      const { command = [], cwd, env: own = {} } = target;
      const hook = { command, env: own, ...(cwd === undefined ? {} : { cwd }) };
      return startProcess(hook, env, this.#parts.context, output);
    }
    const { testcontainers, engine, image } = prepared;
    const all = { ...env, ...container.env };
    if (image === null)
      return startCompose(testcontainers, engine, { ...composeOf(container), env: all }, output);
    const ca = this.caFile === null ? undefined : await readFile(this.caFile, 'utf8');
    const ports = this.#mapped(container);
    const { host } = this.#parts;
    const spec = { ...container, image, host, env: all, ports, ca, manners: this.#manners };
    return startContainer(testcontainers, engine, spec, output);
  }

  #mapped({ ports = [] }: ContainerConfig): { container: number; host: number }[] {
    const { of } = this.#parts.ports;
    return ports.flatMap((container) => {
      const host = of.get(container);
      return host === undefined ? [] : [{ container, host }];
    });
  }

  /** Where it is to listen, as far as that is known. */
  #addresses(target: TargetConfig): URL[] {
    const { address } = this.#parts;
    const ready = this.#ready(target);
    const all = address === null ? [] : [address];
    if (ready?.kind === 'http') return URL.canParse(ready.url) ? [...all, new URL(ready.url)] : all;
    if (ready?.kind !== 'port') return all;
    const { host, port } = ready;
    return [...all, new URL(`tcp://${host.includes(':') ? `[${host}]` : host}:${port}`)];
  }

  /** Null: as soon as it is started. */
  #ready(target: TargetConfig): Ready | null {
    const { host, ports, address } = this.#parts;
    const { waitFor } = target.container ?? target;
    if (waitFor === undefined) {
      if (address === null) return null;
      const { hostname, port, protocol } = address;
      const usual = protocol === 'https:' ? 443 : 80;
      return {
        kind: 'port',
        host: hostname.replace(/^\[(.*)\]$/, '$1'),
        port: port === '' ? usual : Number(port),
      };
    }
    const { http, log, health, port, status }: AllWays = waitFor;
    if (log !== undefined) return { kind: 'log', pattern: patternOf(log, 'waitFor') };
    if (health !== undefined) return { kind: 'health' };
    const reached = port === undefined ? ports.main : (ports.of.get(port) ?? port);
    if (http === undefined) return { kind: 'port', host, port: reached ?? 0 };
    const url = http.startsWith('/') ? `http://${host}:${reached ?? ''}${http}` : http;
    return { kind: 'http', url, status: status ?? null };
  }
}

type Prepared = { testcontainers: Testcontainers; engine: Engine; image: string | null } | null;

/** Told before an engine is asked, whose words for it help nobody. */
async function requireFile(file: string): Promise<void> {
  if (await isFile(file)) return;
  throw new TargetFailure(
    `There is no compose file ${file}.`,
    'target.container.compose names it, relative to the configuration file.',
  );
}

function composeOf({ compose }: ContainerConfig): { file: string; service: string | null } {
  return typeof compose === 'object' ? compose : { file: compose ?? '', service: null };
}

function sourceOf({ container, command = '' }: TargetConfig, cwd: string): string {
  const shown = (file: string): string => path.relative(cwd, file) || file;
  if (container === undefined) {
    // Assignments in front of a program may hold secrets; what is asked of the shell is no program.
    const words = wordsOf(command);
    const program = words.findIndex((word) => !word.includes('=') && word !== 'exec');
    const script = words.slice(program + 1).find((word) => SCRIPT.test(word));
    return ['command', words[program], script].filter((word) => word !== undefined).join(' ');
  }
  if (container.image !== undefined) return `container ${container.image}`;
  if (container.dockerfile !== undefined) {
    const { context, file } = dockerfileOf(container.dockerfile);
    return `container of ${shown(path.join(context, file))}`;
  }
  const { file, service } = composeOf(container);
  return `container${service === null ? 's' : ` ${service}`} of ${shown(file)}`;
}
