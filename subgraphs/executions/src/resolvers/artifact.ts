import { NotFoundError, requireViewer } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ExecutionsContext } from '../context.ts';
import { Artifact, toArtifact } from '../types/artifact.ts';
import { Execution } from '../types/execution.ts';
import { Message } from '../types/message.ts';
import { artifactsOf } from './load-artifact.ts';
import { loadExecution, visibleExecution } from './load-execution.ts';

/** Fields of an artifact that cost a read, or that are made for whoever asks. */
@Resolver(() => Artifact)
export class ArtifactFieldResolver {
  @FieldResolver(() => Execution)
  async execution(@Root() { record }: Artifact, @Ctx() context: ExecutionsContext): Promise<object> {
    const execution = await loadExecution(context, record.executionId);
    if (execution === null) throw new NotFoundError('run', record.executionId);
    return execution;
  }

  @FieldResolver(() => [Artifact], { description: 'All that the viewer may see, newest first, this one among them.' })
  async versions(@Root() { record }: Artifact, @Ctx() context: ExecutionsContext): Promise<readonly Artifact[]> {
    const all = await context.parts.artifacts.versions(record);
    const runs = await Promise.all(all.map(({ executionId }) => visibleExecution(context, executionId)));
    return all.filter((_, index) => runs[index] !== null).map(toArtifact);
  }

  @FieldResolver(() => String, { description: 'Signed link, valid for minutes.' })
  url(@Root() { record }: Artifact, @Ctx() context: ExecutionsContext): string {
    return context.parts.artifactLinks.to(requireViewer(context).tenantId, record.id);
  }
}

@Resolver(() => Execution)
export class ExecutionArtifactsResolver {
  @FieldResolver(() => [Artifact], { description: 'Files that it made, in their order.' })
  async artifacts(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<readonly Artifact[]> {
    return (await artifactsOf(context, record.id)).map(toArtifact);
  }
}

@Resolver(() => Message)
export class MessageArtifactsResolver {
  @FieldResolver(() => [Artifact], { description: 'Files that came with an answer.' })
  async artifacts(@Root() message: Message, @Ctx() context: ExecutionsContext): Promise<readonly Artifact[]> {
    const { executionId, role } = message;
    // The owner of a conversation is who started its runs.
    if (executionId === null || role === 'USER') return [];
    return (await artifactsOf(context, executionId)).map(toArtifact);
  }
}
