import { Permission, SERVICE_ONLY, ValidationError, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import type { CatalogChange } from '../../db/catalog-changes.ts';
import { jsonObject } from '../../db/tool-rows.ts';
import { ToolWriter } from '../../db/tool-writer.ts';
import { events } from '../../events/events.ts';
import type { ToolDefinition, ToolServerRecord } from '../../tools/tool-catalog.ts';
import { toolReportChanges } from '../../tools/tool-report.ts';
import { ReportPayload } from '../../types/report-payload.ts';
import { ReportToolServersInput } from '../../types/report-tool-servers-input.ts';
import type { ToolReportInput } from '../../types/tool-report-input.ts';
import type { ToolServerReportInput } from '../../types/tool-server-report-input.ts';

@Resolver()
export class ReportToolServersResolver {
  /** Of the viewer's tenant. Servers that were removed meanwhile are passed over. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Mutation(() => ReportPayload, { description: 'Service only: what the MCP gateway found out about its servers.' })
  async reportToolServers(
    @Arg('input', () => ReportToolServersInput) input: ReportToolServersInput,
    @Ctx() context: AgentsContext,
  ): Promise<ReportPayload> {
    const { tenantId } = requireViewer(context);
    const { revision } = await context.parts.catalogChanges.change(tenantId, null, async (change) => {
      for (const report of input.servers) await saveReport(change, context, report);
    });
    return { revision, userErrors: [] };
  }
}

async function saveReport(change: CatalogChange, context: AgentsContext, report: ToolServerReportInput): Promise<void> {
  const writer = new ToolWriter(change.transaction);
  const before = await writer.server(report.toolServerId);
  if (before === null) return;
  const { status, checkedAt } = report;
  const lastError = report.lastError ?? null;
  const protocolRevision = report.protocolRevision ?? before.protocolRevision;
  const access = report.access ?? before.access;
  await writer.updateServer(before.id, { status, access, lastError, checkedAt, protocolRevision });
  // Runs wait for it.
  if (access === 'GRANTED' && before.access !== 'GRANTED') change.tell(events.toolAccessGranted(before));
  const toolsChanged = await saveTools(change, context, before, report);
  const isOther = before.status !== status || before.access !== access || before.lastError !== lastError;
  if (toolsChanged || isOther) change.touch(before.id);
}

/** No list means that it could not be read, so nothing is known about the tools and they stay as they are. */
async function saveTools(
  change: CatalogChange,
  context: AgentsContext,
  server: ToolServerRecord,
  { tools: reported, isPartial }: Pick<ToolServerReportInput, 'tools' | 'isPartial'>,
): Promise<boolean> {
  if (reported == null) return false;
  const writer = new ToolWriter(change.transaction);
  const known = await writer.toolsOf(server.id);
  const { saved, disabled } = toolReportChanges(server, known, reported.map(definitionOf), {
    ids: context.parts.ids,
    isPartial: isPartial === true,
  });
  await writer.saveTools(server.id, saved, change.at);
  for (const tool of disabled) change.tell(events.toolChanged(tool));
  return saved.length > 0;
}

function definitionOf(report: ToolReportInput): ToolDefinition {
  const inputSchema = jsonObject(report.inputSchema);
  if (inputSchema === null)
    throw new ValidationError(['servers', 'tools', report.name, 'inputSchema'], 'an object', 'something else');
  return {
    name: report.name,
    title: report.title ?? null,
    description: report.description,
    inputSchema,
    outputSchema: jsonObject(report.outputSchema),
    annotations: jsonObject(report.annotations),
    definitionHash: report.definitionHash,
    findings: (report.findings ?? []).map(({ rule, hidden, path, offset, excerpt }) => ({
      rule,
      hidden,
      path,
      offset,
      excerpt,
    })),
  };
}
