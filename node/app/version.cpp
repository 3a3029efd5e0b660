#include "node/app/version.h"

namespace xh::node {

std::string_view version() { return XH_VERSION; }

}  // namespace xh::node
