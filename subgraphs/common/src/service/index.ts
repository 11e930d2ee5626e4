export { buildSubgraph } from './build-subgraph.ts';
export type { ReferenceResolver, SubgraphOptions } from './build-subgraph.ts';
export { checkedText } from './checked-text.ts';
export type { Clock } from './clock.ts';
export { ConfigError } from './config-error.ts';
export { connectionTypes } from './connection-types.ts';
export { errorResponse } from './error-response.ts';
export { ForbiddenError, LimitedKeyError, NotFoundError, UnauthenticatedError, ValidationError } from './errors.ts';
export { followTenants } from './follow-tenants.ts';
export type { GeneratedPart } from './generated-part.ts';
export type { InternalCall, InternalOperations } from './internal-operations.ts';
export { LinkedAbort } from './linked-abort.ts';
export { LoaderCache } from './loader-cache.ts';
export { createLogger } from './logger.ts';
export type { LogLevel, Logger, LoggerOptions } from './logger.ts';
export { mapStream } from './map-stream.ts';
export type { MapStreamOptions } from './map-stream.ts';
export { openAiError } from './openai-error.ts';
export type { OpenAiErrorBody } from './openai-error.ts';
export { OwnerOperations } from './owner-operations.ts';
export type { OperationTarget } from './owner-operations.ts';
export { decodeCursor, encodeCursor, pageRequest, toConnection } from './pagination.ts';
export type { Connection, Edge, PageRequest } from './pagination.ts';
export { PERMISSION_EXTENSION, PUBLIC, Permission, SERVICE_ONLY, SIGNED_IN } from './permission.ts';
export type { PermissionRule } from './permission.ts';
export { PlatformError } from './platform-error.ts';
export type { PlatformErrorOptions } from './platform-error.ts';
export { publicError } from './public-error.ts';
export { publicUrl } from './public-url.ts';
export { pulledStream } from './pulled-stream.ts';
export { readConfig } from './read-config.ts';
export type { Environment } from './read-config.ts';
export { createReadingVault } from './reading-vault.ts';
export type { RequestContext } from './request-context.ts';
export { requireViewer } from './require-viewer.ts';
export { RemoteSubgraph } from './remote-subgraph.ts';
export type { RemoteSubgraphOptions } from './remote-subgraph.ts';
export { rowsOfPage } from './rows-of-page.ts';
export { RouteTable } from './route-table.ts';
export type { RouteMatch } from './route-table.ts';
export type { Route, RouteCall } from './route.ts';
export { JSONSchema, JSONValue, Long, NanoUsd, Timestamp } from './scalars.ts';
export {
  CLIENT_ADDRESS_HEADER,
  INTERACTIVE_HEADER,
  LINEAGE_HEADER,
  OWN_KEY_ONLY_HEADER,
  REQUEST_ID_HEADER,
  TOKEN_HEADER,
  TRACEPARENT_HEADER,
  fromServiceHeaders,
  toServiceHeaders,
} from './service-headers.ts';
export type { OutgoingRequest, ServiceHeaders } from './service-headers.ts';
export type { ServiceParts } from './service-parts.ts';
export type { ReadinessPart, Service } from './service.ts';
export { SubgraphExecutor } from './subgraph-executor.ts';
export type { SubgraphExecutorOptions, SubgraphRequest, SubgraphResult } from './subgraph-executor.ts';
export { serveService } from './serve-service.ts';
export type { ServeOptions, ServedService } from './serve-service.ts';
export { SubgraphUnavailableError } from './subgraph-unavailable-error.ts';
export { systemClock } from './system-clock.ts';
export { toUserError } from './to-user-error.ts';
export { DeletePayload } from './types/delete-payload.ts';
export { PageInfo } from './types/page-info.ts';
export { PermittedAction } from './types/permitted-action.ts';
export { ResyncRequired } from './types/resync-required.ts';
export { UserError } from './types/user-error.ts';
export { workerUrl } from './worker-url.ts';
