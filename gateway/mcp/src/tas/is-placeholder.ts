import { isRecord } from '@aether/schema';

/**
 * Whether a result is what a TAS-MCP before invocations were real answers to everything: `{"status": "success", …}`, without having called
 * anything (tas-mcp e8b61de of 2025-08-05, internal/federation/service.go).
 */
export function isPlaceholder(result: unknown): boolean {
  return isRecord(result) && result['status'] === 'success' && !('content' in result) && !('tools' in result);
}
