import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { Artifact } from '../../types/artifact.ts';
import { loadArtifact } from '../load-artifact.ts';

@Resolver()
export class ArtifactResolver {
  @Permission('execution:read')
  @Query(() => Artifact, { nullable: true })
  artifact(@Arg('id', () => ID) id: string, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return loadArtifact(context, id);
  }
}
