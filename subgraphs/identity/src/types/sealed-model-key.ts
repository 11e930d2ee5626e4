import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType({
  description: 'Cipher text; associated data is tenant, id, version and the purpose `own-model-key`.',
})
export class SealedModelKey {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => ID)
  vaultKeyId!: string;

  @Field(() => String)
  sealed!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Where the provider answered when this value was stored; it is sent nowhere else. Null: stored before this was kept, sent nowhere.',
  })
  address!: string | null;
}
