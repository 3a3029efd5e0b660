# Language, warnings, sanitizers: the same for every room.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

set(XH_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined or thread")
option(XH_COVERAGE "Instrument for coverage" OFF)
option(XH_FUZZ "Build libFuzzer targets (clang only)" OFF)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
                    -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
# GCC 12 reports these two inside its own <variant>, <optional> and Boost at -O2 and above (GCC bugs 80635, 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()
if(XH_SANITIZE)
  add_compile_options(-fsanitize=${XH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${XH_SANITIZE})
endif()
if(XH_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
if(XH_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
