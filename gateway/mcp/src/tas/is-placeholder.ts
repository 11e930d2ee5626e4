import { isRecord } from '@aether/schema';
import type { TasMethod } from './tas-protocol.ts';

/** What the placeholder has, and nothing else. */
const KEYS: readonly string[] = ['method', 'server', 'status'];

/**
 * Whether a result is `{"status": "success", "method", "server"}` and no more, which a TAS-MCP answers without having called anything: before
 * invocations were real to everything (tas-mcp e8b61de of 2025-08-05, internal/federation/service.go), later still for servers over gRPC. Another
 * object with a status may be what a tool has said.
 * @param method that was asked for
 */
export function isPlaceholder(result: unknown, method: TasMethod): boolean {
  if (!isRecord(result) || Object.keys(result).toSorted().join() !== KEYS.join()) return false;
  return result['status'] === 'success' && result['method'] === method && typeof result['server'] === 'string';
}
