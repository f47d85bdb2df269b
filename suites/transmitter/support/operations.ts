import type { EndpointName } from '../../harness/check.ts';
import type { Operation } from '../../harness/probe.ts';

/**
 * The operations of the management API (SSF 8.1) with what the families on access need of each: how it is called in
 * prose, where it is advertised, and the rows of the catalogue for missing authorization (401), a missing right (403)
 * and a stream that is not the caller's (404).
 */
export const OPERATIONS = [
  {
    operation: 'create-stream',
    what: 'creating a stream (POST)',
    endpoint: 'configuration_endpoint',
    unauthorized: 'SSF-8.1.1.1-13',
    forbidden: 'SSF-8.1.1.1-14',
    unknown: null,
  },
  {
    operation: 'read-stream',
    what: 'reading a stream configuration (GET)',
    endpoint: 'configuration_endpoint',
    unauthorized: 'SSF-8.1.1.2-07',
    forbidden: 'SSF-8.1.1.2-08',
    unknown: 'SSF-8.1.1.2-09',
  },
  {
    operation: 'list-streams',
    what: 'listing the streams (GET without stream_id)',
    endpoint: 'configuration_endpoint',
    unauthorized: 'SSF-8.1.1.2-07',
    forbidden: 'SSF-8.1.1.2-08',
    unknown: null,
  },
  {
    operation: 'update-stream',
    what: 'updating a stream (PATCH)',
    endpoint: 'configuration_endpoint',
    unauthorized: 'SSF-8.1.1.3-17',
    forbidden: 'SSF-8.1.1.3-18',
    unknown: 'SSF-8.1.1.3-19',
  },
  {
    operation: 'replace-stream',
    what: 'replacing a stream (PUT)',
    endpoint: 'configuration_endpoint',
    unauthorized: 'SSF-8.1.1.4-16',
    forbidden: 'SSF-8.1.1.4-17',
    unknown: 'SSF-8.1.1.4-18',
  },
  {
    operation: 'read-status',
    what: 'reading the stream status (GET)',
    endpoint: 'status_endpoint',
    unauthorized: 'SSF-8.1.2.1-17',
    forbidden: 'SSF-8.1.2.1-18',
    unknown: 'SSF-8.1.2.1-19',
  },
  {
    operation: 'update-status',
    what: 'updating the stream status (POST)',
    endpoint: 'status_endpoint',
    unauthorized: 'SSF-8.1.2.2-08',
    forbidden: 'SSF-8.1.2.2-09',
    unknown: 'SSF-8.1.2.2-10',
  },
  {
    operation: 'add-subject',
    what: 'adding a subject (POST)',
    endpoint: 'add_subject_endpoint',
    unauthorized: 'SSF-8.1.3.2-09',
    forbidden: 'SSF-8.1.3.2-10',
    unknown: 'SSF-8.1.3.2-11',
  },
  {
    operation: 'remove-subject',
    what: 'removing a subject (POST)',
    endpoint: 'remove_subject_endpoint',
    unauthorized: 'SSF-8.1.3.3-05',
    forbidden: 'SSF-8.1.3.3-06',
    unknown: 'SSF-8.1.3.3-07',
  },
  {
    operation: 'verify',
    what: 'requesting verification (POST)',
    endpoint: 'verification_endpoint',
    unauthorized: 'SSF-8.1.4.2-12',
    forbidden: 'SSF-8.1.4.2-15',
    unknown: 'SSF-8.1.4.2-13',
  },
  // Last: where it is not refused as it should be, the stream is gone.
  {
    operation: 'delete-stream',
    what: 'deleting a stream (DELETE)',
    endpoint: 'configuration_endpoint',
    unauthorized: 'SSF-8.1.1.5-04',
    forbidden: 'SSF-8.1.1.5-05',
    unknown: 'SSF-8.1.1.5-06',
  },
] as const satisfies readonly {
  operation: Operation;
  what: string;
  endpoint: EndpointName;
  [row: string]: unknown;
}[];

export type ManagedOperation = (typeof OPERATIONS)[number];
