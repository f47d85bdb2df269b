import {
  hostTransmitter,
  type StartedVendorTransmitter,
  type StartVendorTransmitterOptions,
} from '../host-transmitter.ts';
import type { CompliancePolicies } from './compliance.ts';
import { createWorkspaceOne, type WorkspaceOne } from './uem.ts';
import { uemPage } from './uem-page.ts';

/** How the mock of Workspace ONE UEM is to be, and where it stands. */
export interface StartOmnissaWs1Options extends StartVendorTransmitterOptions {
  policies?: CompliancePolicies | undefined;
}

/** Serves Workspace ONE UEM with Security Events on a socket. Rejects when the port cannot be had. */
export function startOmnissaWs1(
  options: StartOmnissaWs1Options = {},
): Promise<StartedVendorTransmitter<WorkspaceOne>> {
  return hostTransmitter(options, {
    create: (parts) => createWorkspaceOne(parts, { policies: options.policies, onLog: options.onLog }),
    page: uemPage,
  });
}
