import { isRecord } from '@aether/schema';

/**
 * Whether a result is `{"status": "success", …}`, which a TAS-MCP answers without having called anything: before invocations were real to
 * everything (tas-mcp e8b61de of 2025-08-05, internal/federation/service.go), later still for servers over gRPC.
 */
export function isPlaceholder(result: unknown): boolean {
  return isRecord(result) && result['status'] === 'success' && !('content' in result) && !('tools' in result);
}
