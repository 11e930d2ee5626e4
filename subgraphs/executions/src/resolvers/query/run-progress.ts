import { Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { runProgress } from '../../stream/run-progress.ts';
import { RunProgress, RunProgressInput } from '../../types/run-progress.ts';

@Resolver()
export class RunProgressResolver {
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => RunProgress, {
    nullable: true,
    description: 'Service only: status, new text and, at the end, outcome and figures of a run. Null = unknown.',
  })
  runProgress(
    @Arg('input', () => RunProgressInput) input: RunProgressInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<RunProgress | null> {
    return runProgress(context.parts, requireViewer(context), input);
  }
}
