# hufu_json: the headers of nlohmann-json. Link it privately and only where JSON is read, with
#   target_link_libraries(<target> PRIVATE $<BUILD_INTERFACE:hufu_json>)
# so that the installed package does not ask for them. A cross compiler must not see the rest of
# /usr/include, so the one folder is linked into the build tree and included from there.
find_path(HUFU_NLOHMANN_INCLUDE nlohmann/json.hpp
          PATHS /usr/include /usr/local/include
          NO_CMAKE_FIND_ROOT_PATH)
mark_as_advanced(HUFU_NLOHMANN_INCLUDE)
if(NOT HUFU_NLOHMANN_INCLUDE)
  message(FATAL_ERROR "nlohmann-json is missing: install nlohmann-json3-dev (Debian) or "
                      "nlohmann-json (vcpkg).")
endif()

file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/third_party")
file(CREATE_LINK "${HUFU_NLOHMANN_INCLUDE}/nlohmann" "${PROJECT_BINARY_DIR}/third_party/nlohmann"
     SYMBOLIC COPY_ON_ERROR)

add_library(hufu_json INTERFACE)
target_include_directories(hufu_json SYSTEM INTERFACE "${PROJECT_BINARY_DIR}/third_party")
