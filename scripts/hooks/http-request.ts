import { rootCertificates } from 'node:tls';
import type { HookRequest } from '../config/define-config.ts';
import { UsageError } from '../usage-error.ts';
import type { HookAnswer, HookContext, HookName } from './hook.ts';
import { fillJson, fillText, insideJsonString, type Payload, unknownPlaceholders } from './template.ts';
import { lastLine } from './text.ts';

type Template = HookRequest['request'];

/** How much of an answer a message can show, in bytes. */
const SHOWN_BYTES = 4096;

/** @throws UsageError when the URL is none, or a placeholder names nothing */
export function checkTemplate(template: Template, { path, told, urlFlag }: HookName): void {
  const unknown = unknownPlaceholders(template, told);
  if (unknown.length > 0)
    throw new UsageError(`${path}.request: there is no placeholder {{${unknown[0]}}}.`, {
      hint:
        told.length === 0
          ? 'There are none here.'
          : `There are ${told.map((name) => `{{${name}}}`).join(', ')}${told.includes('subject') ? ', and members such as {{subject.email}}' : ''}.`,
    });
  const url = template.url.replaceAll(/\{\{[^}]*\}\}/g, 'x');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(
      `${path}.request.url${urlFlag === undefined ? '' : ` (${urlFlag})`} is not an http or https URL.`,
    );
}

export interface RequestCall {
  /** In messages: `the trigger`. */
  what: string;
  payload: Payload;
  /** Method where the template names none. */
  method: 'POST' | 'GET';
  /** How much of the answer is kept, in bytes, more being an error; 0: it is not read. */
  answerBytes: number;
}

/** Makes the request that the template describes; a status of 2xx is success, and gives the answer's body. No redirects. */
export async function sendHookRequest(
  template: Template,
  call: RequestCall,
  ca: HookContext['ca'],
  signal: AbortSignal,
): Promise<HookAnswer<string>> {
  const { what, payload, answerBytes } = call;
  // Loaded late: most runs have no such hook, and help shall not wait for it.
  const { Agent, request: send } = await import('undici');
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca: [...rootCertificates, ca] } });
  try {
    const { headers, body } = fillIn(template, payload);
    const method = (template.method ?? call.method).toUpperCase();
    const answer = await send(fillText(template.url, payload, encodeURIComponent), {
      // undici knows the common methods only by type; it sends any token.
      method: method as 'POST',
      headers,
      body: method === 'GET' || method === 'HEAD' ? null : body,
      dispatcher,
      signal,
    });
    if (answer.statusCode < 200 || answer.statusCode >= 300) {
      const said = lastLine((await beginning(answer.body, SHOWN_BYTES)).toString('utf8', 0, SHOWN_BYTES));
      return { ok: false, message: `${what} answered ${answer.statusCode}${said ? `: ${said}` : ''}` };
    }
    if (answerBytes === 0) return { ok: true, value: '' };
    const read = await beginning(answer.body, answerBytes);
    if (read.length > answerBytes)
      return { ok: false, message: `${what} answered with more than ${answerBytes} bytes` };
    return { ok: true, value: read.toString('utf8') };
  } catch (error) {
    return {
      ok: false,
      message: `${what} request failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    await dispatcher.destroy();
  }
}

function fillIn(template: Template, payload: Payload): { headers: Record<string, string>; body: string } {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(template.headers ?? {}))
    headers[name.toLowerCase()] = fillText(value, payload, (text) => text);
  if (typeof template.body === 'string') {
    return { headers, body: fillText(template.body, payload, escapeFor(headers['content-type'] ?? '')) };
  }
  const body = template.body === undefined ? payload : fillJson(template.body, payload);
  return { headers, body: JSON.stringify(body) };
}

/** Ids and types may come from the target: they must not end the string or field in which they stand. */
function escapeFor(contentType: string): (value: string) => string {
  if (/json/i.test(contentType)) return insideJsonString;
  return /form-urlencoded/i.test(contentType) ? encodeURIComponent : (text) => text;
}

/** A body up to the chunk with which it passes the limit. */
async function beginning(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limit) break;
  }
  return Buffer.concat(chunks);
}
