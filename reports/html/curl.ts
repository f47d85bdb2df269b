import type { RecordedBody, RecordedExchange, Results, Role } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { isClean, type ShellPart, shellPrintf, shellWord } from '../text/shell.ts';
import type { RunStream } from './replay.ts';

interface Variable {
  name: string;
  meaning: string;
  /** With what `meaning` ends: where it came from in the run. */
  exchange?: number;
}

/** A command that sends a recorded request again. */
export interface CurlCommand {
  /** For a POSIX shell, on several lines. */
  line: string;
  /** The variables in it, and what the reader puts there. */
  variables: Variable[];
}

/** The form in which the harness records a secret. */
const mask = /‹masked ([0-9a-f]{6})›/g;

/** Headers that curl sets itself, or that belong to one connection. */
const own = new Set([
  'host',
  'content-length',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'accept-encoding',
  'expect',
  'upgrade',
]);

const bodyLimit = 6_000;
const lengthLimit = 12_000;

/**
 * Makes the commands that repeat the requests of a run. Whatever the target put into a URL or a body stays text: words are
 * quoted so that the shell expands nothing, only http and https are asked for, and no character can drive a terminal.
 */
export function curlMaker(
  results: Results,
): (exchange: RecordedExchange, stream?: RunStream | null) => CurlCommand | null {
  const known: Known = {
    usual: usualToken(results),
    role: results.target.role,
    given: givenTokens(results),
  };
  return (exchange, stream = null) => curl(exchange, known, stream);
}

/** What is known of the secrets of a run. */
interface Known {
  usual: string | null;
  role: Role;
  /** By its mask, whose a token is that a recorded answer gave. */
  given: ReadonlyMap<string, { meaning: string; exchange: number }>;
}

/** The tokens that the token endpoint gave, with what was asked for. */
function givenTokens({ exchanges }: Results): Known['given'] {
  const given = new Map<string, { meaning: string; exchange: number }>();
  for (const { id, direction, request, response } of exchanges) {
    const hash = /"access_token"\s*:\s*"‹masked ([0-9a-f]{6})›"/.exec(response?.body?.text ?? '')?.[1];
    if (direction !== 'to-target' || hash === undefined || given.has(hash)) continue;
    const asked = new URLSearchParams(request.body?.text ?? '');
    const [client, scope] = [asked.get('client_id'), asked.get('scope')];
    const whose = client === null || client.includes('‹') ? '' : ` of ${excerptLine(client, 80)}`;
    const what = scope === null ? '' : ` with no scope but ${excerptLine(scope, 120)}`;
    given.set(hash, { meaning: `an access token${whose}${what}, which it got in`, exchange: id });
  }
  return given;
}

/** The mask of the token that most requests carried. */
function usualToken({ exchanges }: Results): string | null {
  const counts = new Map<string, number>();
  for (const { direction, request } of exchanges) {
    if (direction !== 'to-target') continue;
    for (const [name, value] of request.headers) {
      const hash = /^bearer ‹masked ([0-9a-f]{6})›$/i.exec(value)?.[1];
      if (hash !== undefined && name.toLowerCase() === 'authorization')
        counts.set(hash, (counts.get(hash) ?? 0) + 1);
    }
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** Null when the request cannot be repeated as it was: not ours, not whole, or to no web address. */
function curl(exchange: RecordedExchange, known: Known, stream: RunStream | null): CurlCommand | null {
  const { direction, request } = exchange;
  if (direction !== 'to-target' || !/^[A-Z]{1,20}$/.test(request.method)) return null;
  if (!isWebAddress(request.url)) return null;
  const names = new Names(known, stream);
  const data = body(request.body, names);
  if (data === null) return null;
  const flags = [
    'curl -i',
    ...(/[[\]{}]/.test(request.url) ? ['-g'] : []),
    ...method(request.method, data.option !== ''),
  ];
  const lines = [
    `${data.before}${flags.join(' ')} ${shellWord(names.parts(encoded(request.url), 'secret'))}`,
    ...headers(request.headers, data.option !== '', names),
    ...(data.option === '' ? [] : [data.option]),
  ];
  const line = lines.join(' \\\n  ');
  return line.length > lengthLimit ? null : { line, variables: names.list() };
}

function isWebAddress(url: string): boolean {
  const plain = url.replace(mask, 'x');
  return URL.canParse(plain) && /^https?:$/.test(new URL(plain).protocol);
}

/** A URL holds only visible ASCII; what else a target put there is percent-encoded, save the masks. */
function encoded(url: string): string {
  return url
    .split(mask)
    .map((part, i) => (i % 2 === 1 ? `‹masked ${part}›` : part.replace(/[^!-~]+/g, percent)))
    .join('');
}

function percent(characters: string): string {
  return [...Buffer.from(characters)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function method(name: string, hasBody: boolean): string[] {
  if (name === 'HEAD') return ['--head'];
  return name === (hasBody ? 'POST' : 'GET') ? [] : [`-X ${name}`];
}

function headers(list: readonly [string, string][], hasBody: boolean, names: Names): string[] {
  const sent = list.filter(([name]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !own.has(name.toLowerCase()));
  const typed = sent.some(([name]) => name.toLowerCase() === 'content-type');
  return [
    ...sent.map(([name, value]) => {
      const kind = name.toLowerCase() === 'authorization' ? 'authorization' : 'secret';
      // An empty header has to be written with a semicolon.
      const word = value === '' ? shellWord([`${name};`]) : shellWord(names.parts(`${name}: ${value}`, kind));
      return `-H ${word}`;
    }),
    // Else curl would call any body a form.
    ...(hasBody && !typed ? ["-H 'content-type:'"] : []),
  ];
}

/** What stands before curl and after it to send a body; null when the body is not at hand as it was. */
function body(recorded: RecordedBody | null, names: Names): { before: string; option: string } | null {
  if (recorded === null || recorded.bytes === 0) return { before: '', option: '' };
  const { text, base64, truncated } = recorded;
  if (truncated || (text ?? base64 ?? '').length > bodyLimit) return null;
  if (text === undefined && base64 === undefined) return null;
  if (text === undefined)
    return {
      before: `${shellPrintf(Buffer.from(base64 ?? '', 'base64'))} | `,
      option: '--data-binary @-',
    };
  const parts = names.parts(text, 'secret');
  return isClean(text)
    ? { before: '', option: `--data-raw ${shellWord(parts)}` }
    : { before: `${shellPrintf(parts)} | `, option: '--data-binary @-' };
}

/** Gives the masked secrets of one command, and what is gone since the run, names that a shell takes for variables. */
class Names {
  readonly #known: Known;
  readonly #stream: RunStream | null;
  readonly #given = new Map<string, Variable>();

  constructor(known: Known, stream: RunStream | null) {
    this.#known = known;
    this.#stream = stream;
  }

  parts(text: string, kind: 'authorization' | 'secret'): ShellPart[] {
    return this.#withStream(text).flatMap((piece) =>
      typeof piece === 'string'
        ? piece
            .split(mask)
            .map((part, i) => (i % 2 === 1 ? { variable: this.#name(part, kind, text) } : part))
        : piece,
    );
  }

  list(): Variable[] {
    return [...this.#given.values()];
  }

  /** The id of the run's own stream, or the whole URL at which it was polled, gives way to a variable. */
  #withStream(text: string): ShellPart[] {
    const stream = this.#stream;
    if (stream === null) return [text];
    if (text === stream.pollUrl) return [this.#ofStream(stream, 'POLL_URL', 'endpoint_url')];
    return text
      .split(stream.id)
      .flatMap((part, i) => (i > 0 ? [this.#ofStream(stream, 'STREAM_ID', 'id'), part] : [part]));
  }

  #ofStream({ deleted, create }: RunStream, name: string, what: string): ShellPart {
    const why = deleted === null ? 'the stream is one of the run' : 'the run deleted its stream';
    const meaning = `${why}: put here the ${what} of one created as in`;
    this.#given.set(name, { name, meaning, exchange: create.id });
    return { variable: name };
  }

  #name(hash: string, kind: 'authorization' | 'secret', text: string): string {
    const { usual, role, given } = this.#known;
    if (hash === usual) {
      this.#given.set('SSF_TOKEN', { name: 'SSF_TOKEN', meaning: usualMeanings[role] });
      return 'SSF_TOKEN';
    }
    const what = kind === 'secret' ? 'SECRET' : /: basic /i.test(text) ? 'BASIC' : 'TOKEN';
    const name = `SSF_${what}_${hash.toUpperCase()}`;
    const source = what === 'TOKEN' ? given.get(hash) : undefined;
    this.#given.set(name, { name, meaning: meanings[what], ...source });
    return name;
  }
}

const meanings = {
  SECRET: 'a secret that is masked in this report',
  BASIC: 'other credentials than the usual ones: client id and secret, joined by a colon, in base64',
  TOKEN: 'not the usual token but another one, which is masked in this report',
};

const usualMeanings: Record<Role, string> = {
  transmitter: 'an access token as this run used it',
  receiver: 'what the Receiver wants to see with a push',
};
