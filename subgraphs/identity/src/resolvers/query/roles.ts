import { Permission } from '@aether/common/service';
import { Query, Resolver } from 'type-graphql';
import { ROLE_KEYS, roleOf, type RoleRecord } from '../../role.ts';
import { Role } from '../../types/role.ts';

@Resolver()
export class RolesResolver {
  @Permission('role:read')
  @Query(() => [Role])
  roles(): readonly RoleRecord[] {
    return ROLE_KEYS.map(roleOf);
  }
}
