import { decodeJwt, decodeProtectedHeader } from 'jose';
import { createInboxServer, type InboxServer } from '../../mocks/receiver/inbox.ts';
import type { PushArrival } from '../../mocks/receiver/push-endpoint.ts';
import { whenAborted } from '../interruption.ts';
import type { Io } from '../io.ts';
import { asUsageError } from '../listen-error.ts';

export interface MockReceiverOptions {
  port?: number;
  /** What every push is answered; default 202. `err` is an error code of RFC 8935 section 2.3. */
  answer?: { status: number; err?: string };
}

/** Serves one push endpoint until the signal; prints what it gets. */
export async function mockReceiver(options: MockReceiverOptions, io: Io): Promise<void> {
  let server: InboxServer | null = null;
  const prepare = (id: string): void => {
    if (options.answer) server?.script(id, [reply(options.answer)]);
  };
  server = await createInboxServer({
    ...(options.port === undefined ? {} : { port: options.port }),
    onArrival: (arrival) => {
      io.stdout.write(describe(arrival));
      prepare(arrival.inbox);
    },
  }).catch(asUsageError);
  try {
    const { id, url } = server.open();
    prepare(id);
    const { status, err } = options.answer ?? { status: 202 };
    io.stdout.write(
      `Mock Receiver, answers ${status}${err === undefined ? '' : ` ${err}`}\n\npush endpoint  ${url}\n\nCtrl-C ends it. Pushes:\n`,
    );
    await whenAborted(io.signal);
  } finally {
    await server.close();
  }
}

function reply({ status, err }: NonNullable<MockReceiverOptions['answer']>): {
  kind: 'reply';
  status: number;
  headers?: Record<string, string>;
  body?: string;
} {
  if (err === undefined) return { kind: 'reply', status };
  const headers = { 'content-type': 'application/json', 'content-language': 'en' };
  return {
    kind: 'reply',
    status,
    headers,
    body: JSON.stringify({ err, description: 'as the mock was told' }),
  };
}

function describe({ method, index, rawHeaders, body, answer }: PushArrival): string {
  const headers = rawHeaders
    .filter(([name]) => ['content-type', 'accept', 'authorization'].includes(name.toLowerCase()))
    .map(([name, value]) => `  ${name}: ${value}\n`)
    .join('');
  const status = answer.kind === 'reply' ? answer.status : 'reset';
  return `\n#${index + 1} ${method} → ${status}\n${headers}${decoded(body.toString('utf8'))}`;
}

/** Decoded, its signature not verified. */
function decoded(token: string): string {
  try {
    const shown = { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
    return `${JSON.stringify(shown, null, 2).replace(/^/gm, '  ')}\n`;
  } catch {
    return `  no JWT: ${JSON.stringify(token.slice(0, 500))}\n`;
  }
}
