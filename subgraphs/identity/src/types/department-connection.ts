import { connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import { Department } from './department.ts';

@ObjectType()
export class DepartmentConnection extends connectionTypes('Department', () => Department).Connection {}
