import type { PushReply, ReceiverSeams } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';

/** Changes every 400. */
const refusing =
  (change: (reply: PushReply, acceptLanguage: string | undefined) => PushReply) => (): ReceiverSeams => ({
    pushReply: (reply, { headers }) =>
      reply.status === 400 ? change(reply, headers['accept-language']) : reply,
  });

/** Changes the JSON object of every 400. */
const saying = (change: (body: Record<string, unknown>) => Record<string, unknown>): (() => ReceiverSeams) =>
  refusing((reply) => ({
    ...reply,
    body: JSON.stringify(change(JSON.parse(reply.body) as Record<string, unknown>)),
  }));

const inLanguage = (reply: PushReply, language: string): PushReply => ({
  ...reply,
  headers: { ...reply.headers, 'content-language': language },
  body: reply.body.replace(/"description":".*"/, `"description":"${texts[language] ?? texts.en}"`),
});

const texts: Record<string, string> = {
  en: 'The SET is not valid.',
  de: 'Das SET ist nicht gültig.',
};

/** Faults in the error response to a pushed SET (RFC 8935 section 2.3). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-refuses-with-422',
    breaks: 'RFC8935-2.3-02',
    summary: 'Refuses SETs with 422 in place of 400.',
    seams: refusing((reply) => ({ ...reply, status: 422 })),
  },
  {
    name: 'receiver-refuses-key-with-401',
    breaks: 'RFC8935-2.3-02',
    summary: 'Answers SETs whose signature does not hold with 401, as if credentials were missing.',
    seams: refusing((reply) =>
      reply.body.includes('"invalid_key"')
        ? { ...reply, status: 401, headers: { ...reply.headers, 'www-authenticate': 'Bearer' } }
        : reply,
    ),
  },
  {
    name: 'receiver-refuses-in-plain-text',
    breaks: 'RFC8935-2.3-03',
    summary: 'Calls the JSON of its error responses text/plain.',
    seams: refusing((reply) => ({ ...reply, headers: { ...reply.headers, 'content-type': 'text/plain' } })),
  },
  {
    name: 'receiver-refuses-without-description',
    breaks: 'RFC8935-2.3-04',
    summary: 'Leaves description out of error responses.',
    seams: saying(({ err }) => ({ err })),
  },
  {
    name: 'receiver-refuses-with-oauth-error',
    breaks: 'RFC8935-2.3-04',
    summary: 'Has the members of OAuth in error responses: error and error_description.',
    seams: saying(({ err, description }) => ({ error: err, error_description: description })),
  },
  {
    name: 'receiver-refuses-without-body',
    breaks: 'RFC8935-2.3-04',
    summary: 'Refuses SETs with a 400 that has no body.',
    seams: refusing((reply) => ({ ...reply, body: '' })),
  },
  {
    name: 'receiver-unregistered-error-code',
    breaks: 'RFC8935-2.3-05',
    summary: 'Makes an error code up.',
    seams: saying((body) => ({ ...body, err: body.err === 'invalid_key' ? 'invalid_signature' : body.err })),
  },
  {
    name: 'receiver-error-code-in-capitals',
    breaks: 'RFC8935-2.3-05',
    summary: 'Spells error codes with capitals.',
    seams: saying((body) => ({ ...body, err: String(body.err).toUpperCase() })),
  },
  {
    name: 'receiver-refuses-without-language',
    breaks: 'RFC8935-2.3-06',
    summary: 'Leaves Content-Language out of error responses.',
    seams: refusing((reply) => {
      const { 'content-language': _, ...headers } = reply.headers;
      return { ...reply, headers };
    }),
  },
  {
    name: 'receiver-refuses-in-german',
    breaks: 'RFC8935-2.3-08',
    summary: 'Answers in German whoever does not prefer English.',
    // English is preferred where it has no weight.
    seams: refusing((reply, asked) =>
      inLanguage(reply, /(^|,\s*)en(?![^,]*;)/.test(asked ?? '') ? 'en' : 'de'),
    ),
  },
  {
    name: 'receiver-ignores-language-weights',
    breaks: 'RFC8935-2.3-07',
    summary: 'Answers in the language that Accept-Language names first, whatever its weight.',
    seams: refusing((reply, asked) => inLanguage(reply, asked?.startsWith('de') ? 'de' : 'en')),
  },
];
