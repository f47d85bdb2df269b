import { rootCertificates } from 'node:tls';
import type { TriggerOutcome, TriggerRequest } from '../../suites/harness/exchange.ts';
import type { TriggerHttpRequest } from '../config/define-config.ts';
import { UsageError } from '../usage-error.ts';
import { lastLine, type TriggerPayload, triggerPayload } from './payload.ts';
import { fillJson, fillText, insideJsonString, unknownPlaceholders } from './template.ts';

type Template = TriggerHttpRequest['request'];

/** @throws UsageError when the URL is none, or a placeholder names nothing */
export function checkTemplate(template: Template): void {
  const unknown = unknownPlaceholders(template);
  if (unknown.length > 0)
    throw new UsageError(`transmitter.trigger.request: there is no placeholder {{${unknown[0]}}}.`, {
      hint: 'There are {{scenario}}, {{type}}, {{subject}}, {{event}}, {{stream_id}}, and members such as {{subject.email}}.',
    });
  const url = template.url.replaceAll(/\{\{[^}]*\}\}/g, 'x');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError('transmitter.trigger.request.url (--trigger-url) is not an http or https URL.');
}

/** Makes the request that the template describes; a status of 2xx means that the event was caused. No redirects. */
export async function sendTriggerRequest(
  template: Template,
  wish: TriggerRequest,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<TriggerOutcome> {
  const payload = triggerPayload(wish);
  // Loaded late: most runs have no such trigger, and help shall not wait for it.
  const { Agent, request: send } = await import('undici');
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca: [...rootCertificates, ca] } });
  try {
    const { headers, body } = fillIn(template, payload);
    const method = (template.method ?? 'POST').toUpperCase();
    const answer = await send(fillText(template.url, payload, encodeURIComponent), {
      // undici knows the common methods only by type; it sends any token.
      method: method as 'POST',
      headers,
      body: method === 'GET' || method === 'HEAD' ? null : body,
      dispatcher,
      signal,
    });
    if (answer.statusCode >= 200 && answer.statusCode < 300) return { ok: true };
    const said = lastLine(await beginning(answer.body));
    return { ok: false, message: `the trigger answered ${answer.statusCode}${said ? `: ${said}` : ''}` };
  } catch (error) {
    return {
      ok: false,
      message: `the trigger request failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    await dispatcher.destroy();
  }
}

function fillIn(
  template: Template,
  payload: TriggerPayload,
): { headers: Record<string, string>; body: string } {
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

/** As much of a body as a message can show. */
async function beginning(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > 4096) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, 4096);
}
