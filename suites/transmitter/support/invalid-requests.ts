import type { JsonObject } from '../../harness/probe.ts';

/** Members that make a PATCH or PUT invalid, with the fault in words. */
export const invalidRequests: readonly { what: string; members: JsonObject }[] = [
  { what: 'events_requested as a string', members: { events_requested: 'all' } },
  { what: 'delivery as a string', members: { delivery: 'push' } },
  {
    what: 'a delivery method that does not exist',
    members: {
      delivery: { method: 'urn:example:none', endpoint_url: 'https://receiver.example.com/events' },
    },
  },
];

/** A body of which no parser makes JSON. */
export const BROKEN_JSON = '{"delivery": {"method": ';
