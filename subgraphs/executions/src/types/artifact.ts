import { connectionTypes, Long, Timestamp } from '@aether/common/service';
import type { ArtifactKind as Kind } from '@aether/schema';
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ArtifactRecord } from '../db/artifact-records.ts';
import { ArtifactKind } from './enums.ts';

/** Run, versions and link are made when they are asked for (resolvers/artifact.ts). */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A file that a run made.' })
export class Artifact {
  record!: ArtifactRecord;

  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ArtifactKind)
  kind!: Kind;

  @Field(() => String)
  mimeType!: string;

  @Field(() => Long)
  bytes!: number;

  @Field(() => String)
  sha256!: string;

  @Field(() => Int, {
    description: "1, 2, 3 … per name within a conversation, else within one person's runs of the agent.",
  })
  version!: number;

  @Field(() => Timestamp)
  createdAt!: string;
}

export const { Connection: ArtifactConnection } = connectionTypes('Artifact', () => Artifact);

@InputType()
export class ArtifactFilter {
  @Field(() => ID, { nullable: true })
  agentId?: string | null;

  @Field(() => ID, { nullable: true })
  executionId?: string | null;

  @Field(() => ID, { nullable: true })
  conversationId?: string | null;

  @Field(() => ArtifactKind, { nullable: true })
  kind?: Kind | null;

  @Field(() => String, { nullable: true })
  search?: string | null;
}

@ObjectType()
export class ArtifactCreated {
  @Field(() => ID)
  artifactId!: string;

  @Field(() => ID)
  stepId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ArtifactKind)
  kind!: Kind;

  @Field(() => String)
  mimeType!: string;

  @Field(() => Long)
  bytes!: number;

  @Field(() => Int)
  version!: number;
}

export function toArtifact(record: ArtifactRecord): Artifact {
  const { id, name, kind, mimeType, bytes, sha256, version, createdAt } = record;
  return { record, id, name, kind, mimeType, bytes, sha256, version, createdAt };
}
