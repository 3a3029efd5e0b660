# xh_room(<name> DEPENDS <targets...>): one folder, one static library xh_<name>.
# Sources are every *.cpp below the folder but main.cpp.
function(xh_room name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(sources)
    add_library(xh_${name} STATIC ${sources})
    target_include_directories(xh_${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(xh_${name} PUBLIC ${ARG_DEPENDS})
    # The test headers_compile_alone builds each header by itself.
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    target_sources(xh_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${headers})
    set_target_properties(xh_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  else()
    add_library(xh_${name} INTERFACE)
    target_include_directories(xh_${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(xh_${name} INTERFACE ${ARG_DEPENDS})
  endif()
endfunction()

# xh_test(<name> DEPENDS <targets...> [SOURCES files...]): one Boost.Test program, one ctest entry.
# Without SOURCES: every *.cpp of the folder tests/unit/<name>.
function(xh_test name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;SOURCES" ${ARGN})
  if(NOT ARG_SOURCES)
    file(GLOB ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  endif()
  if(NOT ARG_SOURCES)
    return()
  endif()
  # main() comes from one generated file, so that a test program may have any number of sources.
  set(main_file ${CMAKE_CURRENT_BINARY_DIR}/${name}_test_main.cpp)
  file(CONFIGURE OUTPUT ${main_file} CONTENT "#define BOOST_TEST_MODULE ${name}\n#include <boost/test/unit_test.hpp>\n")
  add_executable(${name}_test ${ARG_SOURCES} ${main_file})
  target_compile_definitions(${name}_test PRIVATE BOOST_TEST_DYN_LINK
    XH_SOURCE_DIR="${CMAKE_SOURCE_DIR}" XH_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
  target_link_libraries(${name}_test PRIVATE ${ARG_DEPENDS} Boost::unit_test_framework)
  add_test(NAME ${name} COMMAND ${name}_test --log_level=warning --report_level=short --color_output=no)
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
endfunction()
