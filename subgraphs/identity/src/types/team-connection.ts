import { connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import { Team } from './team.ts';

@ObjectType()
export class TeamConnection extends connectionTypes('Team', () => Team).Connection {}
