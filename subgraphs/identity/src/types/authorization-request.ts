import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import { ConnectedAppScope } from './connected-app-scope.ts';

@ObjectType({ description: 'What an app asks the viewer for, or why it may not ask.' })
export class AuthorizationRequest {
  @Field(() => String, { nullable: true, description: 'As the app calls itself; nobody has checked it.' })
  clientName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The host that vouches for the description of the app. Null = it registered itself.',
  })
  clientHost!: string | null;

  @Field(() => String, { nullable: true, description: 'Where the answer goes: a host, or the scheme of a program.' })
  redirectHost!: string | null;

  @Field(() => Boolean, {
    description:
      'The answer goes to a program of the machine of the viewer, where any program can claim to be the app.',
  })
  redirectsToProgram!: boolean;

  @Field(() => String, { nullable: true, description: 'The address of this instance that it wants to use.' })
  resource!: string | null;

  @Field(() => [ConnectedAppScope], { description: 'What it would be let do, as far as the viewer may do it.' })
  scopes!: readonly ConnectedAppScope[];

  @Field(() => String, {
    nullable: true,
    description: 'Where the app waits to hear of its fault; null = nowhere safe.',
  })
  returnUrl!: string | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
